// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { Logger } from '@stackport/config';
import { type LocationMetadata, checkLocationMetadata } from '../location.js';
import { badFileConfiguration, textOf } from './system-error.js';

interface MountPoint extends LocationMetadata {
  readonly id: string;
  readonly mountpoint: string;
}

function isMountPoint(value: unknown): value is MountPoint {
  if (typeof value !== 'object' || value === null) return false;
  return 'id' in value && typeof value.id === 'string' && 'mountpoint' in value && typeof value.mountpoint === 'string';
}

/** What `filesystem_store_metadata_file` says of each mount point, for services that read the files directly. */
export class MetadataFile {
  private constructor(private readonly mountPoints: readonly MountPoint[]) {}

  /**
   * @param path - undefined when the option is not set.
   * @throws BadStoreConfiguration when the file cannot be read, or holds anything but mount points.
   */
  static async read(path: string | undefined): Promise<MetadataFile> {
    if (path === undefined || path === '') return new MetadataFile([]);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw badFileConfiguration(
        `The path for the metadata file ${path} could not be accessed: ${textOf(error)}.`,
        error,
      );
    });
    try {
      const parsed: unknown = JSON.parse(text);
      const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
      if (!list.every(isMountPoint)) throw new TypeError("'id' and 'mountpoint' are required, and strings");
      checkLocationMetadata(list);
      return new MetadataFile(list);
    } catch (error) {
      const reason = `The JSON in the metadata file ${path} is not valid and it can not be used: ${textOf(error)}.`;
      throw badFileConfiguration(reason, error);
    }
  }

  /** The metadata of a file: that of the first mount point it is under, or none. */
  of(filePath: string, logger: Logger): LocationMetadata {
    if (this.mountPoints.length === 0) return {};
    const found = this.mountPoints.find(({ mountpoint }) => filePath.startsWith(mountpoint));
    if (found === undefined)
      logger.error(
        `The image path ${filePath} does not match with any of the mountpoint defined in metadata: ` +
          `${JSON.stringify(this.mountPoints)}. An empty dictionary will be returned to the client.`,
      );
    return found ?? {};
  }
}
