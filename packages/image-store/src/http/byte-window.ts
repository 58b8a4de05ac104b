// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';

/**
 * A part of a stream: skips `offset` bytes, gives `length` (or all the rest), and does not read what comes after.
 * Destroying it destroys the source.
 */
export function byteWindow(source: Readable, offset: number, length = Infinity): Readable {
  const window = Readable.from(cut(source, offset, length), { objectMode: false });
  // A generator that was never asked does not get to its end.
  return window.once('close', () => source.destroy());
}

async function* cut(source: Readable, offset: number, length: number): AsyncGenerator<Uint8Array> {
  let skip = offset;
  let wanted = length;
  // Leaving the loop destroys the source.
  for await (const chunk of source) {
    const bytes = (chunk as Uint8Array).subarray(skip);
    skip -= (chunk as Uint8Array).length - bytes.length;
    if (bytes.length === 0) continue;
    yield bytes.subarray(0, wanted);
    wanted -= bytes.length;
    if (wanted <= 0) return;
  }
}
