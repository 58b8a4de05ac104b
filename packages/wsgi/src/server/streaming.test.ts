// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Program } from './fixtures/program.js';

const MIB = 1024 * 1024;
const SIZE = 256 * MIB;
/** What a node process takes by itself and with its socket buffers; a body that piles up would be SIZE more. */
const PEAK_MIB = 160;

let program: Program | undefined;

afterEach(async () => {
  await program?.end();
});

async function start(workers: number): Promise<{ program: Program; serving: number }> {
  program = await Program.start({
    options: { name: 'streaming', bindHost: '127.0.0.1', bindPort: 0, workers },
  });
  return { program, serving: workers === 0 ? program.pid : ((await program.workers())[0] as number) };
}

function zeros(bytes: number): Readable {
  const chunk = Buffer.alloc(65_536);
  let left = bytes;
  return new Readable({
    read() {
      const size = Math.min(left, chunk.length);
      left -= size;
      this.push(size === 0 ? null : chunk.subarray(0, size));
    },
  });
}

async function upload(url: string, bytes: number): Promise<string> {
  const request = http.request(url, { method: 'PUT', agent: false });
  const answer = new Promise<string>((resolve, reject) => {
    request.on('response', (response) => response.on('data', (data: Buffer) => resolve(data.toString())));
    request.on('error', reject);
  });
  await pipeline(zeros(bytes), request);
  return answer;
}

describe.each([0, 1])('bodies of 256 MiB with %i workers', (workers) => {
  it('are read by the application as they come, and memory stays flat', async () => {
    const { program, serving } = await start(workers);
    expect(await upload(`${program.url}/sink`, SIZE)).toBe(String(SIZE));
    expect(await Program.peakMemory(serving)).toBeLessThan(PEAK_MIB);
  });

  it('wait for a slow application: the client cannot send ahead of it', async () => {
    const { program, serving } = await start(workers);
    const request = http
      .request(`${program.url}/sink?pause=50`, { method: 'PUT', agent: false })
      .on('error', () => undefined);
    let sent = 0;
    const source = zeros(SIZE);
    source.on('data', (chunk: Buffer) => (sent += chunk.length));
    const done = pipeline(source, request).catch(() => undefined);
    await sleep(1500);
    expect(sent).toBeGreaterThan(0);
    // Twenty or thirty chunks of 64 KiB, and what the buffers of two sockets and two streams hold.
    expect(sent).toBeLessThan(32 * MIB);
    expect(await Program.peakMemory(serving)).toBeLessThan(PEAK_MIB);
    request.destroy();
    await done;
  });

  it('are written as the client reads, and memory stays flat', async () => {
    const { program, serving } = await start(workers);
    const response = await new Promise<http.IncomingMessage>((resolve, reject) =>
      http.get(`${program.url}/zeros?bytes=${SIZE}`, { agent: false }, resolve).on('error', reject),
    );
    // For a second the client reads nothing: nothing may pile up in the meantime.
    await sleep(1000);
    expect(await Program.peakMemory(serving)).toBeLessThan(PEAK_MIB);
    let bytes = 0;
    for await (const chunk of response) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(SIZE);
    expect(await Program.peakMemory(serving)).toBeLessThan(PEAK_MIB);
  });
});
