// SPDX-License-Identifier: Apache-2.0
import { Transform, type Readable } from 'node:stream';
import { UploadFailure } from '../errors.js';
import { piped } from '../images/piped.js';

/** Bytes of a qcow2 header that tell of other files. */
const HEADER = 80;
const EXTERNAL_DATA_FILE = 4n;

/**
 * The data, ended with `UploadFailure` where it is a qcow2 image that refers to another file: such a reference would be
 * followed on the host that uses the image. Upstream's import flow asks qemu-img for it (async_/flows/base_import.py).
 */
export function selfContained(data: Readable): Readable {
  let header: Buffer | undefined = Buffer.alloc(0);
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (header === undefined) {
        done(null, chunk);
        return;
      }
      header = Buffer.concat([header, chunk]);
      if (header.length < HEADER) {
        done();
        return;
      }
      const [held, reference] = [header, referenceIn(header)];
      header = undefined;
      if (reference === undefined) done(null, held);
      else done(new UploadFailure(`The image has ${reference}, aborting.`));
    },
    flush(done) {
      // Shorter than a header: nothing can be in it.
      if (header !== undefined && header.length > 0) this.push(header);
      done();
    },
  });
  return piped(data, check);
}

function referenceIn(header: Buffer): string | undefined {
  if (header.toString('latin1', 0, 4) !== 'QFI\xfb') return undefined;
  if (header.readBigUInt64BE(8) !== 0n) return 'a backing file';
  const hasFeatures = header.readUInt32BE(4) >= 3;
  return hasFeatures && (header.readBigUInt64BE(72) & EXTERNAL_DATA_FILE) !== 0n ? 'an external data file' : undefined;
}
