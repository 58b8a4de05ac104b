// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import { Capability } from '../capabilities.js';
import { BadStoreConfiguration, BadStoreUri, Forbidden, Invalid, NotFound } from '../errors.js';
import type { AddOptions, ByteRange, DriverContext, ImageData, ImageStore, StoredImage } from '../image-store.js';
import type { StoreLocation } from '../location.js';
import { DataFolders } from './data-folders.js';
import { type FileLocation, fileUri, parseFileLocation } from './file-location.js';
import type { FileOptions } from './file-options.js';
import { ImageFileWriter } from './image-file-writer.js';
import { MetadataFile } from './metadata-file.js';
import { removeAbandoned } from './partial-files.js';
import { badFileConfiguration, isDenied, isFolder, isMissing } from './system-error.js';

/** An image's id becomes a file's name, so it must not be able to be anything else. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Images as files, `<folder>/<image id>`: glance_store's `filesystem`. */
export class FileStore implements ImageStore {
  readonly capabilities: number = Capability.READ_RANDOM | Capability.WRITE_ACCESS | Capability.DRIVER_REUSABLE;
  readonly #context: DriverContext;
  readonly #options: FileOptions;
  readonly #permissions: number;
  readonly #folders: DataFolders | BadStoreConfiguration;
  #metadata: MetadataFile | undefined;

  constructor(context: DriverContext, options: FileOptions) {
    this.#context = context;
    this.#options = options;
    // The option is an integer whose decimal digits are meant as octal ones; NaN for 8 and 9.
    this.#permissions = options.filesystem_store_file_perm > 0 ? octal(options.filesystem_store_file_perm) : 0;
    this.#folders = foldersOf(options, context.logger);
  }

  async configure(): Promise<void> {
    const { logger } = this.#context;
    const folders = this.#configured();
    if (Number.isNaN(this.#permissions) || (this.#permissions > 0 && (this.#permissions & constants.S_IRUSR) === 0))
      throw badFileConfiguration("Invalid 'filesystem_store_file_perm' option.");
    await folders.prepare(this.#permissions, logger);
    this.#metadata = await MetadataFile.read(this.#options.filesystem_store_metadata_file);
    for (const path of folders.paths) await removeAbandoned(path, logger);
  }

  locationOf(uri: string): FileLocation {
    return parseFileLocation(uri);
  }

  owns(location: StoreLocation): boolean {
    return this.#folders instanceof DataFolders && this.#folders.contain(parseFileLocation(location.uri).path);
  }

  /** Where an image of that id is, or would be; undefined where several folders are configured. */
  uriOf(imageId: string): string | undefined {
    const [folder, second] = this.#configured().paths;
    return folder === undefined || second !== undefined ? undefined : fileUri(join(folder, fileName(imageId)));
  }

  async add(imageId: string, data: Readable, size: number | undefined, options: AddOptions): Promise<StoredImage> {
    const { backend, logger, upload } = this.#context;
    const name = fileName(imageId);
    const folder = await this.#configured().best(size ?? 0);
    const path = join(folder, name);
    const holeSize = this.#options.filesystem_thin_provisioning ? this.#options.filesystem_store_chunk_size : undefined;
    const writer = await ImageFileWriter.create(path, { holeSize, permissions: this.#permissions, logger });
    try {
      const result = await upload.run(data, size, options, (bytes, position) => writer.write(bytes, position));
      await writer.publish(result.size);
      const metadata = {
        ...this.#metadata?.of(path, logger),
        ...(backend === undefined ? {} : { store: backend }),
      };
      logger.debug(
        `Wrote ${result.size} bytes to ${path} with checksum ${result.checksum} and multihash ${result.multihash}`,
      );
      return { ...result, uri: fileUri(path), metadata };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }

  async get(location: StoreLocation, { offset = 0, length }: ByteRange): Promise<ImageData> {
    const path = this.#pathOf(location);
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw isMissing(error) ? new NotFound({ image: path }, { cause: error }) : error;
    });
    const status = await handle.stat();
    if (!status.isFile()) {
      await handle.close();
      throw new NotFound({ image: path });
    }
    const size = Math.max(0, Math.min(length ?? Infinity, status.size - offset));
    this.#context.logger.debug(`Found image at ${path}. Returning in ChunkedFile.`);
    if (size === 0) {
      await handle.close();
      return { data: Readable.from([]), size };
    }
    const highWaterMark = Math.max(this.#options.filesystem_store_chunk_size, SMALLEST_READ);
    return { data: handle.createReadStream({ start: offset, end: offset + size - 1, highWaterMark }), size };
  }

  async getSize(location: StoreLocation): Promise<number> {
    const path = this.#pathOf(location);
    const status = await stat(path).catch((error: unknown) => {
      throw isMissing(error) ? new NotFound({ image: path }, { cause: error }) : error;
    });
    if (!status.isFile()) throw new NotFound({ image: path });
    return status.size;
  }

  async delete(location: StoreLocation): Promise<void> {
    const path = this.#pathOf(location);
    this.#context.logger.debug(`Deleting image at ${path}`);
    await unlink(path).catch((error: unknown) => {
      if (isMissing(error)) throw new NotFound({ image: path }, { cause: error });
      if (isDenied(error) || isFolder(error)) throw new Forbidden(`You cannot delete file ${path}`, { cause: error });
      throw error;
    });
  }

  properties(): Readonly<Record<string, unknown>> {
    const { filesystem_store_chunk_size: chunkSize, filesystem_thin_provisioning: thin } = this.#options;
    return {
      data_dir: this.#options.filesystem_store_datadir,
      chunk_size: chunkSize,
      thin_provisioning: thin,
    };
  }

  async close(): Promise<void> {
    // Nothing is held between calls.
  }

  /** @throws BadStoreUri for a path outside of the store: a location never leads to another file of the machine. */
  #pathOf(location: StoreLocation): string {
    const { path } = parseFileLocation(location.uri);
    if (!this.#configured().contain(path))
      throw new BadStoreUri(`The file ${path} is not in a directory of this store`);
    return path;
  }

  /** The folders, which may be read even where nothing can be written. */
  #configured(): DataFolders {
    if (!(this.#folders instanceof DataFolders)) throw this.#folders;
    return this.#folders;
  }
}

/** Reads below this size cost more in calls than they save in memory. */
const SMALLEST_READ = 256 * 1024;

/** An error of the options is kept for `configure` to throw. */
function foldersOf(options: FileOptions, logger: Logger): DataFolders | BadStoreConfiguration {
  try {
    return DataFolders.of(options, logger);
  } catch (error) {
    if (error instanceof BadStoreConfiguration) return error;
    throw error;
  }
}

function octal(decimal: number): number {
  const digits = String(decimal);
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}

/** @throws Invalid */
function fileName(imageId: string): string {
  if (!SAFE_NAME.test(imageId)) throw new Invalid(`${JSON.stringify(imageId)} cannot be the name of an image file`);
  return imageId;
}
