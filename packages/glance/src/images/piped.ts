// SPDX-License-Identifier: Apache-2.0
import { addAbortSignal, type Readable, type Transform } from 'node:stream';

/**
 * Sends a stream through another, and its failure with it. A failure that comes before anybody reads the result is kept
 * for the one who does: nobody else would hear of it, and it would end the process.
 */
export function piped<T extends Transform>(source: Readable, through: T): T {
  source.on('error', (error) => through.destroy(error));
  return source.pipe(kept(through));
}

/** The stream, failed when the signal is aborted; with the failure kept as in `piped`. */
export function abortable<T extends Readable>(signal: AbortSignal, stream: T): T {
  return addAbortSignal(signal, kept(stream));
}

function kept<T extends Readable>(stream: T): T {
  return stream.on('error', () => undefined);
}
