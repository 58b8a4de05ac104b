// SPDX-License-Identifier: Apache-2.0
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from '@stackport/config';
import { partialName } from '@stackport/image-store';
import { UploadFailure } from '../../errors.js';
import type { ImageStaging } from '../image-staging.js';
import type { ImageChange, ImportPlugin, PluginWork } from './import-plugin.js';
import { convertImage, imageFile, qemuFormat } from './qemu-img.js';

export interface ConvertImageOptions {
  readonly staging: ImageStaging;
  readonly outputFormat: 'qcow2' | 'raw' | 'vmdk';
  readonly logger: Logger;
}

/**
 * `image_conversion`: turns what is staged into the operator's format with qemu-img, which must be installed. The format
 * that it has is the one that its image says, where Zed asks the file, and so lets it lie; and what refers to other
 * files is refused, as in later releases.
 */
export class ConvertImage implements ImportPlugin {
  readonly name = 'image_conversion';
  readonly #options: ConvertImageOptions;

  constructor(options: ConvertImageOptions) {
    this.#options = options;
  }

  async run({ image, signal }: PluginWork): Promise<ImageChange | undefined> {
    const { staging, outputFormat, logger } = this.#options;
    const path = await staging.pathOf(image.id);
    const format = qemuFormat(image.fields.diskFormat ?? 'raw');
    const { virtualSize, refusal } = await imageFile(path, format, signal);
    if (refusal !== undefined) throw new UploadFailure(`The image has ${refusal}, aborting.`);
    if (format === outputFormat) {
      logger.debug(`Source is already in target format, not doing conversion for ${image.id}`);
      return (changed) => changed.setData({ virtualSize });
    }
    // What it may become, before it does.
    if (outputFormat === 'raw') await staging.requireRoom(image, virtualSize);
    const partial = join(dirname(path), partialName(image.id));
    try {
      await convertImage({ path, format }, { path: partial, format: outputFormat }, signal);
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    return (changed) => {
      changed.setData({ virtualSize });
      changed.set('diskFormat', outputFormat);
      changed.set('containerFormat', 'bare');
    };
  }
}
