// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { abortable, piped } from '../../images/piped.js';
import type { ImageStaging } from '../image-staging.js';
import type { ImageChange, ImportPlugin, PluginWork } from './import-plugin.js';
import { singleZipEntry } from './zip-entry.js';

/** What a compressed file begins with. */
const KINDS = [
  { name: 'zip', offset: 0, magic: Buffer.from('PK\x03\x04', 'latin1') },
  { name: 'lha', offset: 2, magic: Buffer.from('-lh', 'latin1') },
  { name: 'gzip', offset: 0, magic: Buffer.from([0x1f, 0x8b, 0x08]) },
] as const;
const HEADER = 5;

/**
 * `image_decompression`: unpacks what is staged, where it is zip (with one file in it) or gzip and the image does not say
 * that it is to stay so. As upstream without its library, LHA fails. What comes out is within the quotas, or fails.
 */
export class DecompressImage implements ImportPlugin {
  readonly name = 'image_decompression';
  readonly #staging: ImageStaging;

  constructor(staging: ImageStaging) {
    this.#staging = staging;
  }

  async run({ image, signal }: PluginWork): Promise<ImageChange | undefined> {
    if (image.fields.containerFormat === 'compressed') return undefined;
    // The file is read while what comes out takes its place: it is open, and needs no name.
    const file = await open(await this.#staging.pathOf(image.id));
    try {
      const head = Buffer.alloc(HEADER);
      await file.read(head, 0, HEADER, 0);
      const kind = KINDS.find(({ offset, magic }) => magic.equals(head.subarray(offset, offset + magic.length)));
      if (kind === undefined) return undefined;
      if (kind.name === 'lha') throw new Error('No lhafile available.');
      const data =
        kind.name === 'zip'
          ? await singleZipEntry(file)
          : piped(file.createReadStream({ start: 0, autoClose: false }), createGunzip());
      await this.#staging.put(image, abortable(signal, data), undefined);
      return () => undefined;
    } finally {
      await file.close();
    }
  }
}
