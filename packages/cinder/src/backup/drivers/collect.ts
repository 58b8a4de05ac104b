// SPDX-License-Identifier: Apache-2.0

/** All of a stream in one piece of memory. */
export async function collect(data: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of data) pieces.push(piece);
  return pieces.length === 1 ? Buffer.from(pieces[0] as Uint8Array) : Buffer.concat(pieces);
}
