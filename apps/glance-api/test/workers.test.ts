// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { Client, MariadbDatabase, type ServiceProgram, plainLines } from '@stackport/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GlanceApi } from './glance-api.js';

let database: MariadbDatabase;
let api: GlanceApi;

beforeEach(async () => {
  database = await MariadbDatabase.create();
  api = await GlanceApi.create({ database: database.url, conf: '[DEFAULT]\nworkers = 2\n' });
});
afterEach(async () => {
  await api.clean();
  await database.remove();
});

/** Clients that list and upload, until they are stopped: half of them on kept connections. */
function load(url: string, clients = 6): { stop(): Promise<{ answered: number; failures: readonly string[] }> } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const failures: string[] = [];
  let answered = 0;
  let running = true;
  const note = (what: string, status: number, wanted: number): void => {
    if (status === wanted) answered += 1;
    else failures.push(`${what}: ${status}`);
  };
  const loop = async (index: number): Promise<void> => {
    const client = Client.to(url, index % 2 === 0 ? agent : undefined);
    while (running) {
      try {
        note('list', (await client.get('/v2/images?limit=2')).status, 200);
        if (index > 1) continue;
        const image = await client.post('/v2/images', { disk_format: 'raw', container_format: 'bare' });
        note('create', image.status, 201);
        note('upload', (await client.put(`/v2/images/${image.field('id')}/file`, randomBytes(300_000))).status, 204);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const loops = Array.from({ length: clients }, (_, index) => loop(index));
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
      agent.destroy();
      return { answered, failures };
    },
  };
}

async function otherWorkers(program: ServiceProgram, before: readonly number[]): Promise<void> {
  await program.until(async () => {
    const now = await program.workers();
    return now.length === 2 && now.every((pid) => !before.includes(pid));
  }, 'two other workers');
}

describe('glance-api with two workers on MariaDB', () => {
  it('serves images from both, and speaks once of what has no effect (G0-32, G0-34, G0-37, G3-04)', async () => {
    await api.configure('[DEFAULT]\nworkers = 2\npipe_handle = x\n');
    const program = await api.start();
    expect(plainLines(program.stdout)).toContain('INFO glance.common.wsgi [-] Starting 2 workers');
    const workers = await program.workers();
    expect(workers).toHaveLength(2);
    expect(program.stdout.match(/option pipe_handle .* is not supported here/g)).toHaveLength(1);

    const client = Client.to(program.url);
    const data = randomBytes(1_000_000);
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) {
      const id = (
        await client.post('/v2/images', { name: `${i}`, disk_format: 'raw', container_format: 'bare' })
      ).field('id');
      expect((await client.put(`/v2/images/${id}/file`, data)).status).toBe(204);
      ids.push(id);
    }
    // Each request has a connection of its own, and those go round.
    for (const id of ids) expect((await client.get(`/v2/images/${id}/file`)).bytes.equals(data)).toBe(true);
    const { images } = (await client.get('/v2/images?sort=name:asc')).json() as {
      images: { id: string; status: string }[];
    };
    expect(images.map(({ id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'active']));
    const serving = [...program.stdout.matchAll(/^\S+ \S+ (\d+) INFO eventlet\.wsgi\.server/gm)].map(([, pid]) =>
      Number(pid),
    );
    expect(new Set(serving)).toEqual(new Set(workers));
    expect(await database.query("SELECT status, size FROM images WHERE status <> 'active' OR size <> 1000000")).toEqual(
      [],
    );
  });

  it('replaces a worker that was killed, while the other answers (G0-37)', async () => {
    const program = await api.start();
    const [victim, survivor] = (await program.workers()) as [number, number];
    process.kill(victim, 'SIGKILL');
    await program.logged(new RegExp(`Removed dead child ${victim}`));
    const client = Client.to(program.url);
    for (let i = 0; i < 5; i++) expect((await client.get('/v2/images')).status).toBe(200);
    await program.until(async () => (await program.workers()).length === 2, 'a second worker');
    const workers = await program.workers();
    expect(workers).toContain(survivor);
    expect(workers).not.toContain(victim);
    await program.logged(new RegExp(`Started child ${workers.find((pid) => pid !== survivor)}`));
  });

  it('renews its workers on SIGHUP under load without a failed request (G0-36)', async () => {
    const program = await api.start();
    const before = await program.workers();
    const running = load(program.url);
    await program.until(() => program.stdout.includes('"GET /v2/images?limit=2 HTTP/1.1" 200'), 'requests');
    await api.configure('[DEFAULT]\nworkers = 2\napi_limit_max = 1\n');
    program.signal('SIGHUP');
    await otherWorkers(program, before);
    // The new workers have the new configuration.
    const { images } = (await Client.to(program.url).get('/v2/images?limit=2')).json() as { images: unknown[] };
    expect(images).toHaveLength(1);
    const { answered, failures } = await running.stop();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(0);
    for (const pid of before) await program.logged(new RegExp(`Removed stale child ${pid}`));
  });

  it('ends all its processes on SIGTERM, when what is in flight is done (G0-16, G0-35)', async () => {
    const program = await api.start();
    const workers = await program.workers();
    const client = Client.to(program.url);
    const id = (await client.post('/v2/images', { disk_format: 'raw', container_format: 'bare' })).field('id');
    const upload = http.request(`${program.url}/v2/images/${id}/file`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': '10' },
      agent: false,
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      upload.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    upload.write('12345');
    await program.until(async () => (await client.get(`/v2/images/${id}`)).field('status') === 'saving', 'the upload');
    program.signal('SIGTERM');
    upload.end('67890');
    expect(await answered).toBe(204);
    expect(await program.exited).toBe(0);
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it.each([
    [
      '[paste_deploy]\nflavor = vanilla\n',
      1,
      /^ERROR: No worker could be started: Unable to load glance-api-vanilla from /,
    ],
    [
      '[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n',
      3,
      /^ERROR: No worker could be started: Store ceph could not be configured correctly/,
    ],
  ])(
    'ends with the reason and the exit code of its workers where none can start (G0-12): %j',
    async (conf, exitCode, message) => {
      await api.configure(`[DEFAULT]\nworkers = 2\n${conf}`);
      const program = api.run();
      expect(await program.exited).toBe(exitCode);
      expect(program.stderr).toMatch(message);
    },
  );
});
