// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveGlance, MEMBER } from './test-support.js';

async function freePort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let here: LiveGlance;
let there: LiveGlance;
let id: string;

/** Two workers of one service, each with a staging folder of its own; the image is staged there. */
beforeEach(async () => {
  const port = await freePort();
  there = await LiveGlance.start({
    port,
    values: { DEFAULT: { worker_self_reference_url: `http://127.0.0.1:${port}` } },
  });
  const { folder } = there;
  here = await LiveGlance.start({
    folder,
    values: {
      DEFAULT: { worker_self_reference_url: 'http://127.0.0.1:1', node_staging_uri: `file://${folder}/staging-here/` },
    },
  });
  id = await there.create();
  await there.ask('PUT', `/v2/images/${id}/stage`, Buffer.from('staged there'));
});
afterEach(async () => {
  await there.stop();
  await here.close();
});

const begin = () => here.ask('POST', `/v2/images/${id}/import`, { method: { name: 'glance-direct' } });

describe('an image that another worker has staged', () => {
  it('is imported by that worker, under the id that the request has there', async () => {
    const reply = await begin();
    expect(reply.status).toBe(202);
    expect(await there.finished(id)).toMatchObject({
      status: 'success',
      request_id: reply.headers['x-openstack-request-id'],
    });
    expect((await here.ask('GET', `/v2/images/${id}/file`)).text).toBe('staged there');
    const again = await begin();
    expect(again.status).toBe(409);
  });

  it('is refused as that worker refuses it', async () => {
    await there.database.client.imageProperty.create({
      data: { imageId: id, name: 'os_glance_import_task', value: 'x', createdAt: new Date() },
    });
    await there.database.client.task.create({
      data: {
        id: 'x',
        type: 'import',
        status: 'processing',
        owner: 'demo',
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    });
    expect((await begin()).status).toBe(409);
  });

  it('is deleted by that worker, with what is staged', async () => {
    expect((await here.ask('DELETE', `/v2/images/${id}`)).status).toBe(204);
    expect(await there.files('staging')).toEqual([]);
    expect((await here.ask('GET', `/v2/images/${id}`)).status).toBe(404);
  });

  it('cannot be imported while that worker is away, but deleted', async () => {
    await there.stop();
    const reply = await begin();
    expect([reply.status, reply.text]).toEqual([504, expect.stringContaining('Stage host is unavailable')]);
    expect((await here.ask('DELETE', `/v2/images/${id}`)).status).toBe(204);
    expect((await here.ask('GET', `/v2/images/${id}`)).status).toBe(404);
    there = await LiveGlance.start({ folder: here.folder });
    expect(await readdir(join(here.folder, 'staging'))).toEqual([]);
  });

  it('is not deleted for one who may not', async () => {
    const reply = await here.ask('DELETE', `/v2/images/${id}`, undefined, {
      'X-Auth-Token': MEMBER.replace('demo', 'other'),
    });
    expect(reply.status).toBe(404);
    expect(await there.files('staging')).toEqual([id]);
  });
});
