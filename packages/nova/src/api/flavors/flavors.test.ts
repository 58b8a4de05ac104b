// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
beforeAll(async () => {
  nova = await testNova();
});
afterAll(() => nova.close());

const flavor = (name: string, more: Record<string, unknown> = {}): unknown => ({
  flavor: { name, ram: 128, vcpus: 1, disk: 1, ...more },
});

interface View {
  readonly id: string;
  readonly [key: string]: unknown;
}

async function create(name: string, more: Record<string, unknown> = {}, version?: string): Promise<View> {
  const { status, body } = await nova.ask('POST', '/v2.1/flavors', {
    json: flavor(name, more),
    ...(version === undefined ? {} : { version }),
  });
  expect(status).toBe(200);
  return (body as { flavor: View }).flavor;
}

const message = (body: unknown): unknown => Object.values(body as Record<string, { message: string }>)[0]?.message;

describe('flavors', () => {
  it('are made with defaults, and kept', async () => {
    const made = await create('tiny');
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      name: 'tiny',
      ram: 128,
      disk: 1,
      swap: '',
      'OS-FLV-EXT-DATA:ephemeral': 0,
      'OS-FLV-DISABLED:disabled': false,
      vcpus: 1,
      'os-flavor-access:is_public': true,
      rxtx_factor: 1,
      links: [
        { rel: 'self', href: `http://host.example/v2.1/flavors/${made.id}` },
        { rel: 'bookmark', href: `http://host.example/flavors/${made.id}` },
      ],
    });
    const row = await nova.databases.api.client.flavor.findUnique({ where: { flavorid: made.id } });
    expect(row).toMatchObject({ name: 'tiny', memoryMb: 128, rootGb: 1, swap: 0, isPublic: true, description: null });
  });

  it('have what their microversion says', async () => {
    const made = await create('described', { id: 'd1', swap: 64, description: 'd' }, '2.55');
    expect(made).toMatchObject({ id: 'd1', swap: 64, description: 'd' });
    const at = async (version: string): Promise<View> =>
      ((await nova.ask('GET', '/v2.1/flavors/d1', { version })).body as { flavor: View }).flavor;
    expect(await at('2.54')).not.toHaveProperty('description');
    expect(await at('2.55')).toMatchObject({ description: 'd' });
    expect(await at('2.60')).not.toHaveProperty('extra_specs');
    expect(await at('2.61')).toMatchObject({ extra_specs: {} });
    await create('swapless', { id: 's0' });
    const swap = async (version: string): Promise<unknown> =>
      ((await nova.ask('GET', '/v2.1/flavors/s0', { version })).body as { flavor: View }).flavor.swap;
    expect([await swap('2.74'), await swap('2.75')]).toEqual(['', 0]);
  });

  it('are refused with upstream’s words', async () => {
    const refused = async (json: unknown, version?: string): Promise<unknown> => {
      const { status, body } = await nova.ask('POST', '/v2.1/flavors', {
        json,
        ...(version === undefined ? {} : { version }),
      });
      return [status, message(body)];
    };
    await create('taken', { id: 'taken-id' });
    expect(await refused(flavor('taken'))).toEqual([409, 'Flavor with name taken already exists.']);
    expect(await refused(flavor('other', { id: 'taken-id' }))).toEqual([
      409,
      'Flavor with ID taken-id already exists.',
    ]);
    expect(await refused({})).toEqual([400, "'flavor' is a required property"]);
    expect(await refused({ flavor: {} })).toEqual([
      400,
      "Invalid input for field/attribute flavor. Value: {}. 'name' is a required property",
    ]);
    expect(await refused(flavor('x', { ram: 'a' }))).toEqual([
      400,
      "Invalid input for field/attribute ram. Value: a. 'a' does not match '^[0-9]+$'",
    ]);
    expect(await refused(flavor(''))).toEqual([
      400,
      "Invalid input for field/attribute name. Value: . '' is too short",
    ]);
    expect(await refused(flavor(' x'))).toEqual([
      400,
      "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
    ]);
    expect(await refused(flavor('x', { bogus: 1 }))).toEqual([
      400,
      "Invalid input for field/attribute flavor. Value: {'name': 'x', 'ram': 128, 'vcpus': 1, 'disk': 1, 'bogus': 1}. " +
        "Additional properties are not allowed ('bogus' was unexpected)",
    ]);
    expect(await refused(flavor('x', { rxtx_factor: 0 }))).toEqual([
      400,
      'Invalid input for field/attribute rxtx_factor. Value: 0. 0 is less than or equal to the minimum of 0',
    ]);
    expect((await refused(flavor('x', { description: 'd' }), '2.54')) as unknown[]).toContain(400);
    const { status, body } = await nova.ask('POST', '/v2.1/flavors', { json: flavor('y'), as: 'demo:abc' });
    expect([status, message(body)]).toEqual([
      403,
      "Policy doesn't allow os_compute_api:os-flavor-manage:create to be performed.",
    ]);
  });

  it('change their description, and go away', async () => {
    await create('gone', { id: 'g' });
    const json = { flavor: { description: 'new' } };
    expect((await nova.ask('PUT', '/v2.1/flavors/g', { json, version: '2.54' })).status).toBe(404);
    const changed = await nova.ask('PUT', '/v2.1/flavors/g', { json, version: '2.55' });
    expect(changed.body).toMatchObject({ flavor: { description: 'new' } });
    const deleted = await nova.ask('DELETE', '/v2.1/flavors/g');
    expect([deleted.status, deleted.text]).toEqual([202, '']);
    const again = await nova.ask('DELETE', '/v2.1/flavors/g');
    expect([again.status, message(again.body)]).toEqual([404, 'Flavor g could not be found.']);
    expect(await nova.databases.api.client.flavor.count({ where: { flavorid: 'g' } })).toBe(0);
  });

  it('have extra specs, of which those of nova are checked since 2.86', async () => {
    await create('specs', { id: 'sp' });
    const path = '/v2.1/flavors/sp/os-extra_specs';
    const specs = { 'hw:cpu_policy': 'shared', 'quota:cpu_shares': 10 };
    expect((await nova.ask('POST', path, { json: { extra_specs: specs } })).body).toEqual({ extra_specs: specs });
    expect((await nova.ask('GET', path)).body).toEqual({
      extra_specs: { 'hw:cpu_policy': 'shared', 'quota:cpu_shares': '10' },
    });
    const wrong = { extra_specs: { 'hw:cpu_policy': 'nonsense' } };
    expect((await nova.ask('POST', path, { json: wrong, version: '2.85' })).status).toBe(200);
    const refused = await nova.ask('POST', path, { json: wrong, version: '2.86' });
    expect([refused.status, message(refused.body)]).toEqual([
      400,
      "Validation failed; 'nonsense' is not one of: dedicated, shared, mixed.",
    ]);
    const put = await nova.ask('PUT', `${path}/hw:cpu_policy`, { json: { 'hw:cpu_policy': 'dedicated' } });
    expect(put.body).toEqual({ 'hw:cpu_policy': 'dedicated' });
    const mismatch = await nova.ask('PUT', `${path}/other`, { json: { 'hw:cpu_policy': 'dedicated' } });
    expect([mismatch.status, message(mismatch.body)]).toEqual([400, 'Request body and URI mismatch']);
    expect((await nova.ask('DELETE', `${path}/hw:cpu_policy`)).status).toBe(200);
    const missing = await nova.ask('GET', `${path}/hw:cpu_policy`);
    expect([missing.status, message(missing.body)]).toEqual([
      404,
      'Flavor sp has no extra specs with key hw:cpu_policy.',
    ]);
  });

  it('that are not public are for the projects that have access', async () => {
    await create('private', { id: 'p', 'os-flavor-access:is_public': false });
    const path = '/v2.1/flavors/p';
    expect((await nova.ask('GET', path, { as: 'demo:xyz' })).status).toBe(404);
    const added = await nova.ask('POST', `${path}/action`, { json: { addTenantAccess: { tenant: 'xyz' } } });
    expect(added.body).toEqual({ flavor_access: [{ flavor_id: 'p', tenant_id: 'xyz' }] });
    expect((await nova.ask('GET', path, { as: 'demo:xyz' })).status).toBe(200);
    const list = (await nova.ask('GET', '/v2.1/flavors', { as: 'demo:xyz' })).body as { flavors: View[] };
    expect(list.flavors.map(({ id }) => id)).toContain('p');
    expect((await nova.ask('POST', `${path}/action`, { json: { addTenantAccess: { tenant: 'xyz' } } })).status).toBe(
      409,
    );
    const removed = await nova.ask('POST', `${path}/action`, { json: { removeTenantAccess: { tenant: 'xyz' } } });
    expect(removed.body).toEqual({ flavor_access: [] });
    const again = await nova.ask('POST', `${path}/action`, { json: { removeTenantAccess: { tenant: 'xyz' } } });
    expect(again.status).toBe(404);
    const unknown = await nova.ask('POST', `${path}/action`, { json: { nonsense: {} } });
    expect([unknown.status, message(unknown.body)]).toEqual([400, 'There is no such action: nonsense']);
  });

  it('are listed in pages, sorted and filtered', async () => {
    await create('big', { id: 'zz', ram: 4096 });
    const ids = async (query: string, version = '2.1'): Promise<string[]> => {
      const { body } = await nova.ask('GET', `/v2.1/flavors?${query}`, { version });
      return (body as { flavors: View[] }).flavors.map(({ id }) => id);
    };
    expect(await ids('minRam=4000')).toEqual(['zz']);
    const all = await ids('');
    expect(all).toEqual(all.toSorted());
    const page = await nova.ask('GET', '/v2.1/flavors?limit=1&bogus=1');
    expect(page.body).toMatchObject({
      flavors_links: [{ rel: 'next', href: `http://host.example/v2.1/flavors?limit=1&marker=${all[0] ?? ''}` }],
    });
    expect(await ids(`marker=${all[0] ?? ''}`)).toEqual(all.slice(1));
    expect((await ids('sort_key=memory_mb&sort_dir=desc'))[0]).toBe('zz');
    const refused = async (query: string, version = '2.1'): Promise<unknown> => {
      const { status, body } = await nova.ask('GET', `/v2.1/flavors?${query}`, { version });
      return [status, message(body)];
    };
    expect(await refused('marker=nosuch')).toEqual([400, 'marker [nosuch] not found']);
    expect(await refused('limit=-1')).toEqual([
      400,
      "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'",
    ]);
    expect(await refused('minRam=abc')).toEqual([400, 'Invalid minRam filter [abc]']);
    expect(await refused('bogus=1', '2.75')).toEqual([
      400,
      "Additional properties are not allowed ('bogus' was unexpected)",
    ]);
  });
});
