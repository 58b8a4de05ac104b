// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { Readable } from 'node:stream';
import { Client } from '@stackport/testing';
import { expect, it } from 'vitest';
import { GlanceApi } from './glance-api.js';

const MIB = 1024 * 1024;
const SIZE = 256 * MIB;
/** Half of what the whole image comes to, and less than any process of upstream's. */
const MOST_GROWTH = 128 * MIB;

/** Bytes that no disk compresses, and their sum. */
function* pieces(sum: ReturnType<typeof createHash>): Generator<Buffer> {
  const piece = randomBytes(MIB);
  for (let sent = 0; sent < SIZE; sent += piece.length) {
    piece.writeUInt32LE(sent / MIB);
    sum.update(piece);
    // The stream keeps what it was given until it is written.
    yield Buffer.from(piece);
  }
}

function download(url: string): Promise<{ bytes: number; sum: string }> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent: false }, (response) => {
        const sum = createHash('md5');
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          sum.update(chunk);
        });
        response.once('end', () => resolve({ bytes, sum: sum.digest('hex') })).once('error', reject);
      })
      .once('error', reject);
  });
}

it('memory does not grow with the size of an image, up and down', async () => {
  const api = await GlanceApi.create();
  try {
    const program = await api.start();
    const client = Client.to(program.url);
    const id = (await client.post('/v2/images', { disk_format: 'raw', container_format: 'bare' })).field('id');
    const before = await program.peakMemory();
    const sum = createHash('md5');
    const headers = { 'Content-Length': String(SIZE) };
    const body = Readable.from(pieces(sum), { objectMode: false });
    expect((await client.put(`/v2/images/${id}/file`, body, { headers })).status).toBe(204);
    const checksum = sum.digest('hex');
    expect((await client.get(`/v2/images/${id}`)).json()).toMatchObject({ status: 'active', size: SIZE, checksum });
    expect(await download(`${program.url}/v2/images/${id}/file`)).toEqual({ bytes: SIZE, sum: checksum });
    const after = await program.peakMemory();
    console.log(
      `peak memory of glance-api: ${toMib(before)} MiB idle, ${toMib(after)} MiB after ${toMib(SIZE)} MiB up and down`,
    );
    expect(after - before).toBeLessThan(MOST_GROWTH);
    expect(after).toBeLessThan(250 * MIB);
  } finally {
    await api.clean();
  }
});

function toMib(bytes: number): number {
  return Math.round(bytes / MIB);
}
