// SPDX-License-Identifier: Apache-2.0
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UPLOAD_LEASE } from '../images/image-locks.js';
import { ADMIN, LiveGlance, MEMBER } from '../import/test-support.js';

/** A process of another machine. */
const ELSEWHERE = '0123456789ab-1-1';

let folder: string;
let glance: LiveGlance | undefined;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-abandoned-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await glance?.stop();
  glance = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** The built service in a process of its own; resolves to its URL. */
async function startElsewhere(): Promise<string> {
  const built = new URL('../../dist/import/test-support.js', import.meta.url).href;
  const script = `
    const { LiveGlance } = await import(${JSON.stringify(built)});
    const glance = await LiveGlance.start({ folder: ${JSON.stringify(folder)} });
    console.log(glance.url);`;
  // A file: the store's threads inherit the flags of a script that is given on the command line.
  const program = join(folder, 'program.mjs');
  writeFileSync(program, script);
  child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return url;
}

async function kill(): Promise<void> {
  const exit = once(child!, 'exit');
  child!.kill('SIGKILL');
  await exit;
}

async function ask(url: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'X-Auth-Token': MEMBER, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.status === 202 ? {} : ((await answer.json()) as Record<string, unknown>);
}

const create = async (url: string) =>
  (await ask(url, 'POST', '/v2/images', { disk_format: 'raw', container_format: 'bare' })).id as string;

/** Sends data that does not end. Resolves when the image is in that state. */
async function sendTo(url: string, id: string, what: 'file' | 'stage', state: string): Promise<void> {
  const request = http.request(`${url}/v2/images/${id}/${what}`, {
    method: 'PUT',
    agent: false,
    headers: { 'X-Auth-Token': MEMBER, 'Content-Type': 'application/octet-stream', 'Content-Length': '9000000' },
  });
  request.on('error', () => undefined);
  request.write(Buffer.alloc(2_000_000));
  await expect.poll(async () => (await ask(url, 'GET', `/v2/images/${id}`)).status, { timeout: 5000 }).toBe(state);
}

describe('after a process was killed', () => {
  it.each([
    ['file', 'saving', 'images'],
    ['stage', 'uploading', 'staging'],
  ] as const)(
    'an upload to %s that it had begun is undone at the next start',
    async (what, state, place) => {
      const url = await startElsewhere();
      const id = await create(url);
      await sendTo(url, id, what, state);
      // The store has a file of another name there for a moment, to see whether it can write.
      const begun = async () => (await readdir(join(folder, place))).filter((name) => name.includes(id));
      await expect.poll(begun).toHaveLength(1);
      await kill();
      expect(await begun()).toHaveLength(1);
      // As if it had been killed after the last byte, before the image's row was written.
      writeFileSync(join(folder, place, id), 'all of it');
      glance = await LiveGlance.start({ folder });
      expect(await glance.image(id)).toMatchObject({ status: 'queued', size: null });
      expect(await readdir(join(folder, place))).toEqual([]);
      expect((await glance.ask('PUT', `/v2/images/${id}/${what}`, Buffer.from('again'))).status).toBe(204);
    },
    30_000,
  );

  it('an import fails at the next start, and its image is free', async () => {
    const web = http.createServer((_request, response) => void response.write(Buffer.alloc(100_000)));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const uri = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
    const url = await startElsewhere();
    const id = await create(url);
    await ask(url, 'POST', `/v2/images/${id}/import`, { method: { name: 'web-download', uri } });
    await expect
      .poll(async () => (await ask(url, 'GET', `/v2/images/${id}`)).status, { timeout: 5000 })
      .toBe('importing');
    await kill();
    web.closeAllConnections();
    web.close();
    // What is staged of it is complete.
    mkdirSync(join(folder, 'staging'), { recursive: true });
    writeFileSync(join(folder, 'staging', id), 'all of it');
    glance = await LiveGlance.start({ folder });
    expect(await glance.finished(id)).toMatchObject({
      status: 'failure',
      message: 'Task ended: the process that ran it is gone',
    });
    expect(await glance.image(id)).toMatchObject({ status: 'queued' });
    expect(await readdir(join(folder, 'staging'))).toEqual([]);
    expect((await glance.ask('PUT', `/v2/images/${id}/file`, Buffer.from('data'))).status).toBe(204);
  }, 30_000);

  it('what a living process does is left alone', async () => {
    const url = await startElsewhere();
    const id = await create(url);
    await sendTo(url, id, 'file', 'saving');
    await expect.poll(() => readdir(join(folder, 'images'))).toHaveLength(1);
    glance = await LiveGlance.start({ folder });
    expect(await glance.image(id)).toMatchObject({ status: 'saving' });
    expect(await readdir(join(folder, 'images'))).toHaveLength(1);
  }, 30_000);
});

describe('what other machines do', () => {
  const seconds = (ago: number): Date => new Date((Math.floor(Date.now() / 1000) - ago) * 1000);

  /** An image in `saving`, and a task, as another process has left them. */
  async function left(
    worker: string | undefined,
    lastSeen: Date,
  ): Promise<{ readonly image: string; readonly task: string }> {
    const first = await LiveGlance.start({ folder });
    const { client } = first.database;
    const [image, task] = [await first.create(), randomUUID()];
    await client.image.update({ where: { id: image }, data: { status: 'saving' } });
    if (worker !== undefined)
      await client.imageProperty.create({
        data: { imageId: image, name: UPLOAD_LEASE, value: worker, createdAt: lastSeen, updatedAt: lastSeen },
      });
    const input = JSON.stringify({ import_from: 'x', ...(worker === undefined ? {} : { os_glance_worker: worker }) });
    await client.task.create({
      data: {
        id: task,
        type: 'import',
        status: 'processing',
        owner: 'demo',
        createdAt: lastSeen,
        updatedAt: lastSeen,
        info: { create: { input, message: '' } },
      },
    });
    await first.stop();
    return { image, task };
  }

  const states = async ({ image, task }: { readonly image: string; readonly task: string }): Promise<unknown[]> => [
    (await glance!.image(image)).status,
    (await glance!.json(`/v2/tasks/${task}`, ADMIN)).status,
  ];

  it.each([
    ['has shown life within five minutes', ELSEWHERE, 280, ['saving', 'processing']],
    ['has been silent for five minutes', ELSEWHERE, 310, ['queued', 'failure']],
    ['is a Python service, however old', undefined, 900_000, ['saving', 'processing']],
    ['has signed with a name that is none of ours', 'somebody', 900_000, ['saving', 'processing']],
  ] as const)(
    'is left alone unless its process is known to be dead: one that %s',
    async (_name, worker, ago, expected) => {
      const work = await left(worker, seconds(ago));
      glance = await LiveGlance.start({ folder });
      expect(await states(work)).toEqual(expected);
    },
  );

  it('is put right by one of several that look at the same time', async () => {
    const work = await left(ELSEWHERE, seconds(400));
    const all = await Promise.all([1, 2, 3].map(() => LiveGlance.start({ folder })));
    glance = all[0];
    expect(await states(work)).toEqual(['queued', 'failure']);
    const lines = all.flatMap(({ log }) => log).filter((line) => line.includes('was abandoned by'));
    expect(lines).toHaveLength(2);
    for (const other of all.slice(1)) await other.stop();
  });
});

it('removes staged data of images that are no more, and keeps the rest', async () => {
  glance = await LiveGlance.start({ folder });
  const id = await glance.create();
  await glance.ask('PUT', `/v2/images/${id}/stage`, Buffer.from('data'));
  await glance.stop();
  for (const name of [randomUUID(), 'notes.txt']) writeFileSync(join(folder, 'staging', name), 'x');
  glance = await LiveGlance.start({ folder });
  expect((await readdir(join(folder, 'staging'))).toSorted()).toEqual([id, 'notes.txt'].toSorted());
});
