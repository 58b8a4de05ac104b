// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Logger } from '@stackport/config';
import {
  ImageConversionNotAllowed,
  ImageCopyFailure,
  ImageTooBig,
  ImageUnacceptable,
} from '../../../errors/volume-driver.js';
import { CinderError } from '../../../errors/base.js';
import { qemuFormat, type ImageFileInfo, type QemuImg } from '../../../image/qemu-img.js';
import type { ImageDestination, ImageSource, VolumeEncryption } from '../driver.js';
import { BLOCK_SIZE, writeSparse } from './sparse-copy.js';

/** Bytes that a container has before its data, with the longest keys. */
const LUKS_HEADER = 2 * 1024 ** 2;

export interface ImageTransferInit {
  readonly qemuImg: QemuImg;
  /** Where images are that must be converted. */
  readonly conversionFolder: string;
  /** `host@backend`: whose temporary files they are. */
  readonly backend: string;
  readonly isConversionDisabled: boolean;
  readonly allowedVmdkTypes: readonly string[];
  readonly logger: Logger;
}

/** Images into volumes' files and back: upstream's cinder/image/image_utils.py. */
export class ImageTransfer {
  readonly #init: ImageTransferInit;

  constructor(init: ImageTransferInit) {
    this.#init = init;
  }

  /** Removes images that a killed service left on their way. */
  async removeTemporary(): Promise<void> {
    const { conversionFolder } = this.#init;
    const names = await readdir(conversionFolder).catch(() => []);
    for (const name of names)
      if (name.startsWith(this.#prefix)) await rm(join(conversionFolder, name), { force: true });
  }

  /**
   * Writes an image to a file that is not there yet.
   * @param size - bytes of the file
   */
  async toFile(image: ImageSource, path: string, size: number): Promise<void> {
    await this.#asImageErrors(image, async () => {
      if (qemuFormat(image.diskFormat) === 'raw') await this.#streamToFile(image, path, size);
      else await this.#convertToFile(image, path, size);
      await truncate(path, size);
    });
  }

  async #asImageErrors(image: ImageSource, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (error instanceof CinderError) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new ImageTooBig(image.id);
      throw new ImageCopyFailure(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /**
   * Writes an image to a file that is not there yet, as a LUKS container that fills it.
   * @param size - bytes of the file: some MiB of it are the container's own
   */
  async toEncryptedFile(image: ImageSource, path: string, size: number, encryption: VolumeEncryption): Promise<void> {
    await this.#asImageErrors(image, () =>
      this.#withDownload(image, size - LUKS_HEADER, (downloaded, format) =>
        this.#withTemporary(async (passphraseFile) => {
          await writeFile(passphraseFile, encryption.passphrase, { mode: 0o600, flag: 'wx' });
          await this.#init.qemuImg.encrypt(downloaded, format, path, { ...encryption, passphraseFile });
          await truncate(path, size);
        }),
      ),
    );
  }

  /** Uploads a file as an image of the format that the image has. */
  async fromFile(path: string, image: ImageDestination): Promise<void> {
    const format = qemuFormat(image.diskFormat);
    if (format === 'raw') return this.#upload(path, image);
    if (this.#init.isConversionDisabled) throw new ImageConversionNotAllowed(image.id, 'Image conversion is disabled');
    await this.#withTemporary(async (converted) => {
      await this.#init.qemuImg.convert(path, 'raw', converted, format);
      await this.#upload(converted, image);
    });
  }

  async #upload(path: string, image: ImageDestination): Promise<void> {
    const file = createReadStream(path, { highWaterMark: BLOCK_SIZE });
    if (image.containerFormat !== 'compressed') return image.upload(file);
    const compressed = createGzip();
    await Promise.all([pipeline(file, compressed), image.upload(compressed)]);
  }

  async #streamToFile(image: ImageSource, path: string, size: number): Promise<void> {
    const report = this.#progress(image);
    const file = await open(path, 'wx', 0o600);
    try {
      await pipeline(await openImage(image), async (data: AsyncIterable<Buffer>) => {
        let position = 0;
        for await (const chunk of data) {
          if (position + chunk.length > size) throw tooLarge(image, position + chunk.length, size);
          await writeSparse(file, chunk, position);
          position += chunk.length;
          report(position);
        }
      });
      // Holes at the end need the length.
      await file.truncate(size);
    } finally {
      await file.close();
    }
  }

  async #convertToFile(image: ImageSource, path: string, size: number): Promise<void> {
    const format = qemuFormat(image.diskFormat);
    if (this.#init.isConversionDisabled)
      throw new ImageConversionNotAllowed(image.id, `Image format is ${format} and volume format is raw`);
    await this.#withDownload(image, size, (downloaded) => this.#init.qemuImg.convert(downloaded, format, path, 'raw'));
  }

  /** Has the image in a file while `action` runs, once it is known to be what it claims to be and to fit. */
  async #withDownload(
    image: ImageSource,
    size: number,
    action: (path: string, format: string) => Promise<void>,
  ): Promise<void> {
    const { qemuImg, allowedVmdkTypes } = this.#init;
    const format = qemuFormat(image.diskFormat);
    if (!(await qemuImg.isInstalled()))
      throw new ImageUnacceptable(
        image.id,
        `qemu-img is not installed and image is of type ${format}.  Only RAW images can be used if qemu-img is not installed.`,
      );
    await this.#withTemporary(async (downloaded) => {
      const report = this.#progress(image);
      let position = 0;
      const counted = async function* (data: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        for await (const chunk of data) {
          report((position += chunk.length));
          yield chunk;
        }
      };
      await pipeline(await openImage(image), counted, createWriteStream(downloaded, { mode: 0o600 }));
      const info = await qemuImg.info(downloaded, image.diskFormat, image.id);
      requireAcceptable(info, image, allowedVmdkTypes);
      if (info.virtualSize > size) throw tooLarge(image, info.virtualSize, size);
      await action(downloaded, format);
    });
  }

  /** A log line for each tenth of a large image. */
  #progress({ id, size }: ImageSource): (done: number) => void {
    const step = Math.max((size ?? 0) / 10, 512 * BLOCK_SIZE);
    let next = step;
    return (done) => {
      if (done < next) return;
      next = done + step;
      this.#init.logger.info(`Image ${id}: ${Math.floor(done / BLOCK_SIZE)} MiB downloaded`);
    };
  }

  async #withTemporary(action: (path: string) => Promise<void>): Promise<void> {
    const { conversionFolder } = this.#init;
    await mkdir(conversionFolder, { recursive: true });
    const path = join(conversionFolder, `${this.#prefix}${randomUUID()}`);
    try {
      await action(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  get #prefix(): string {
    return `image_download_${this.#init.backend.replace(/[^A-Za-z0-9._-]/g, '_')}_`;
  }
}

/** The image's bytes, inflated where they are compressed. */
async function openImage(image: ImageSource): Promise<Readable> {
  const data = await image.open();
  if (image.containerFormat !== 'compressed') return data;
  const inflated = createGunzip();
  data.on('error', (error) => inflated.destroy(error));
  return data.pipe(inflated);
}

function tooLarge(image: ImageSource, bytes: number, size: number): ImageUnacceptable {
  const gib = (value: number): number => Math.ceil(value / 1024 ** 3);
  return new ImageUnacceptable(
    image.id,
    `Image virtual size is ${gib(bytes)}GB and doesn't fit in a volume of size ${gib(size)}GB.`,
  );
}

/** Files of other paths must not come along with an image. */
function requireAcceptable(info: ImageFileInfo, image: ImageSource, allowedVmdkTypes: readonly string[]): void {
  if (info.backingFile !== undefined)
    throw new ImageUnacceptable(image.id, `fmt=${info.format} backed by:${info.backingFile}`);
  if (info.dataFile !== undefined) throw new ImageUnacceptable(image.id, 'A data file is not allowed');
  if (info.format === 'vmdk' && (info.createType === undefined || !allowedVmdkTypes.includes(info.createType)))
    throw new ImageUnacceptable(image.id, `Invalid VMDK create-type specified: ${info.createType ?? 'None'}`);
}
