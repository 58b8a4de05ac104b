// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf, TestServers } from './test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
});
afterAll(() => servers.nova.close());

const kept = async (uuid: string): Promise<unknown> => (await servers.row(uuid, ['metadata'])).metadata;

describe('metadata of a server', () => {
  it('are listed, shown, added to, changed, replaced and removed', async () => {
    const uuid = await servers.server({ metadata: { a: 'b' } });
    const path = `/servers/${uuid}/metadata`;
    expect(await servers.ask('GET', path)).toMatchObject({ status: 200, body: { metadata: { a: 'b' } } });
    expect(await servers.ask('POST', path, { json: { metadata: { c: 'd' } } })).toMatchObject({
      status: 200,
      body: { metadata: { a: 'b', c: 'd' } },
    });
    expect((await servers.ask('PUT', `${path}/a`, { json: { meta: { a: 'x' } } })).body).toEqual({ meta: { a: 'x' } });
    expect((await servers.ask('GET', `${path}/a`)).body).toEqual({ meta: { a: 'x' } });
    expect((await servers.ask('PUT', path, { json: { metadata: { e: 'f' } } })).body).toEqual({ metadata: { e: 'f' } });
    expect(await servers.ask('DELETE', `${path}/e`)).toMatchObject({ status: 204, text: '' });
    expect(await kept(uuid)).toEqual({});
  });

  it('are refused by what is wrong with them', async () => {
    const uuid = await servers.server();
    const path = `/servers/${uuid}/metadata`;
    const missing = await servers.ask('GET', `${path}/nosuch`);
    expect([missing.status, messageOf(missing)]).toEqual([404, 'Metadata item was not found']);
    expect((await servers.ask('DELETE', `${path}/nosuch`)).status).toBe(404);
    const mismatch = await servers.ask('PUT', `${path}/a`, { json: { meta: { b: 'x' } } });
    expect([mismatch.status, messageOf(mismatch)]).toEqual([400, 'Request body and URI mismatch']);
    const many = Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`k${i}`, 'v']));
    const over = await servers.ask('POST', path, { json: { metadata: many } });
    expect([over.status, messageOf(over)]).toEqual([403, 'Maximum number of metadata items exceeds 128']);
    const foreign = await servers.ask('GET', path, { as: 'bob:other' });
    expect(foreign.status).toBe(404);
    expect(await kept(uuid)).toEqual({});
  });

  it('stay as they are of a server that is in no state for it', async () => {
    const uuid = await servers.server({ vm_state: 'error', metadata: { a: 'b' } });
    const answer = await servers.ask('POST', `/servers/${uuid}/metadata`, { json: { metadata: { c: 'd' } } });
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Cannot 'update metadata' instance ${uuid} while it is in vm_state error`,
    ]);
    expect(await kept(uuid)).toEqual({ a: 'b' });
  });
});

describe('tags of a server', () => {
  const version = '2.26';

  it('are not there before 2.26', async () => {
    const uuid = await servers.server();
    expect((await servers.ask('GET', `/servers/${uuid}/tags`, { version: '2.25' })).status).toBe(404);
  });

  it('are replaced, added, looked for and removed', async () => {
    const uuid = await servers.server();
    const path = `/servers/${uuid}/tags`;
    const ask = (method: string, tail = '', json?: unknown) =>
      servers.ask(method, `${path}${tail}`, { version, ...(json === undefined ? {} : { json }) });
    expect((await ask('PUT', '', { tags: ['y', 'x', 'x'] })).body).toEqual({ tags: ['x', 'y'] });
    const added = await ask('PUT', '/z');
    expect([added.status, added.headers.get('location')]).toEqual([
      201,
      `http://host.example/v2.1/servers/${uuid}/tags/z`,
    ]);
    const spaced = await ask('PUT', '/%E2%98%83%20%00');
    expect([spaced.status, spaced.headers.get('location')?.split('/').at(-1)]).toEqual([201, '%E2%98%83%20%00']);
    expect((await ask('DELETE', '/%E2%98%83%20%00')).status).toBe(204);
    expect((await ask('PUT', '/z')).status).toBe(204);
    expect((await ask('GET', '/z')).status).toBe(204);
    expect((await ask('GET')).body).toEqual({ tags: ['x', 'y', 'z'] });
    expect((await ask('DELETE', '/x')).status).toBe(204);
    const gone = await ask('DELETE', '/x');
    expect([gone.status, messageOf(gone)]).toEqual([404, `Instance ${uuid} has no tag 'x'`]);
    const missing = await ask('GET', '/x');
    expect([missing.status, messageOf(missing)]).toEqual([404, `Server ${uuid} has no tag 'x'`]);
    expect((await ask('DELETE')).status).toBe(204);
    expect(await servers.database.client.tag.count({ where: { resourceId: uuid } })).toBe(0);
  });

  it('are refused by what is wrong with them', async () => {
    const uuid = await servers.server();
    const path = `/servers/${uuid}/tags`;
    const long = await servers.ask('PUT', `${path}/${'a'.repeat(61)}`, { version });
    expect(long.status).toBe(400);
    expect(messageOf(long)).toContain('is too long');
    const slash = await servers.ask('PUT', path, { version, json: { tags: ['a/b'] } });
    expect([slash.status, messageOf(slash)]).toEqual([
      400,
      "Invalid input for field/attribute 0. Value: a/b. 'a/b' does not match '^[^,/]*$'",
    ]);
    const full = Array.from({ length: 50 }, (_, i) => `t${i}`);
    await servers.ask('PUT', path, { version, json: { tags: full } });
    const more = await servers.ask('PUT', `${path}/one-more`, { version });
    expect([more.status, messageOf(more)]).toEqual([400, 'The number of tags exceeded the per-server limit 50']);
    const building = await servers.server({ vm_state: 'building' });
    expect((await servers.ask('PUT', `/servers/${building}/tags/x`, { version })).status).toBe(409);
  });
});
