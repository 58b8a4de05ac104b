// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimBody, makeProvider, plainClaimBody, testPlacement, type TestPlacement } from '../test-support.js';

let placement: TestPlacement;
let host: string;
beforeEach(async () => {
  placement = await testPlacement({
    values: { placement: { incomplete_consumer_project_id: 'lost', incomplete_consumer_user_id: 'nobody' } },
  });
  host = await makeProvider(placement, { name: 'host', inventories: { VCPU: { total: 8 }, DISK_GB: { total: 100 } } });
});
afterEach(() => placement.close());

const ask: TestPlacement['ask'] = (...parameters) => placement.ask(...parameters);

function put(consumer: string, json: unknown, version?: string): ReturnType<typeof ask> {
  return ask('PUT', `/allocations/${consumer}`, { json, ...(version === undefined ? {} : { version }) });
}

async function allocationsOf(consumer: string, version?: string): Promise<unknown> {
  return (await ask('GET', `/allocations/${consumer}`, version === undefined ? {} : { version })).json();
}

async function generationOf(uuid: string): Promise<number> {
  return (await placement.database.client.resourceProvider.findUniqueOrThrow({ where: { uuid } })).generation ?? -1;
}

describe('allocations of a consumer', () => {
  it('say who it is as each microversion knows it', async () => {
    const consumer = randomUUID();
    expect((await put(consumer, claimBody({ [host]: { VCPU: 2, DISK_GB: 10 } }))).status).toBe(204);
    const allocations = { [host]: { resources: { VCPU: 2, DISK_GB: 10 }, generation: 2 } };
    expect(await allocationsOf(consumer, '1.11')).toEqual({ allocations });
    const owner = { allocations, project_id: 'demo', user_id: 'demo' };
    expect(await allocationsOf(consumer, '1.12')).toEqual(owner);
    expect(await allocationsOf(consumer, '1.28')).toEqual({ ...owner, consumer_generation: 1 });
    expect(await allocationsOf(consumer, '1.38')).toEqual({
      ...owner,
      consumer_generation: 1,
      consumer_type: 'INSTANCE',
    });
    expect((await ask('GET', `/resource_providers/${host}/allocations`)).json()).toEqual({
      allocations: { [consumer]: { resources: { VCPU: 2, DISK_GB: 10 }, consumer_generation: 1 } },
      resource_provider_generation: 2,
    });
  });

  it('are written in the form of each microversion', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const list = { allocations: [{ resource_provider: { uuid: host }, resources: { VCPU: 1 } }] };
    expect((await put(first, list, '1.7')).status).toBe(204);
    expect((await put(second, { ...list, project_id: 'p', user_id: 'u' }, '1.7')).status).toBe(400);
    expect((await put(second, list, '1.8')).status).toBe(400);
    expect((await put(second, { ...list, project_id: 'p', user_id: 'u' }, '1.11')).status).toBe(204);
    const plain = plainClaimBody({ [host]: { VCPU: 1 } });
    expect((await put(third, plain, '1.11')).status).toBe(400);
    expect((await put(third, plain, '1.12')).status).toBe(204);
    expect((await put(third, plain, '1.28')).status).toBe(400);
    expect(await allocationsOf(first)).toMatchObject({
      project_id: 'lost',
      user_id: 'nobody',
      consumer_type: 'unknown',
    });
    expect(await allocationsOf(second)).toMatchObject({ project_id: 'p', user_id: 'u' });
    const mapped = { ...plain, consumer_generation: 1, mappings: { '': [host] } };
    expect((await put(third, mapped, '1.33')).status).toBe(400);
    expect((await put(third, mapped, '1.34')).status).toBe(204);
    expect((await put(third, { ...mapped, consumer_generation: 2 }, '1.38')).status).toBe(400);
  });

  it('are replaced by who saw the newest generation', async () => {
    const consumer = randomUUID();
    expect((await put(consumer, claimBody({ [host]: { VCPU: 2 } }, 1))).status).toBe(409);
    expect((await put(consumer, claimBody({ [host]: { VCPU: 2 } }))).status).toBe(204);
    const again = await put(consumer, claimBody({ [host]: { VCPU: 3 } }));
    expect(again.status).toBe(409);
    expect(again.json()).toMatchObject({
      errors: [
        {
          code: 'placement.concurrent_update',
          detail: expect.stringContaining('consumer generation conflict - expected 1 but got None') as unknown,
        },
      ],
    });
    expect((await put(consumer, claimBody({ [host]: { VCPU: 3 } }, 1))).status).toBe(204);
    expect(await placement.database.client.allocation.findMany({ select: { used: true } })).toEqual([{ used: 3 }]);
    expect(await allocationsOf(consumer)).toMatchObject({ consumer_generation: 2 });
  });

  it('get another owner and type with their next change', async () => {
    const consumer = randomUUID();
    await put(consumer, claimBody({ [host]: { VCPU: 2 } }));
    const json = { ...claimBody({ [host]: { VCPU: 2 } }, 1), project_id: 'other', consumer_type: 'MIGRATION' };
    expect((await put(consumer, json)).status).toBe(204);
    expect(await allocationsOf(consumer)).toMatchObject({ project_id: 'other', consumer_type: 'MIGRATION' });
  });

  it('are taken away by asking for none, and the consumer with them', async () => {
    const consumer = randomUUID();
    await put(consumer, claimBody({ [host]: { VCPU: 2 } }));
    const before = await generationOf(host);
    expect((await put(consumer, claimBody({}, 1))).status).toBe(204);
    expect(await generationOf(host)).toBe(before + 1);
    expect(await allocationsOf(consumer)).toEqual({ allocations: {} });
    expect(await placement.database.client.consumer.count()).toBe(0);
    expect((await ask('DELETE', `/allocations/${consumer}`)).status).toBe(404);
  });

  it.each([
    ['more than there is', { VCPU: 9 }, 409],
    ['what there is none of', { VGPU: 1 }, 409],
    ['what is no class', { CUSTOM_NONE: 1 }, 400],
    ['nothing of something', { VCPU: 0 }, 400],
    ['a part of something', { VCPU: 1.5 }, 400],
  ])('are not written for %s', async (_what, resources, status) => {
    const before = await generationOf(host);
    expect((await put(randomUUID(), claimBody({ [host]: resources }))).status).toBe(status);
    const { client } = placement.database;
    expect([await client.allocation.count(), await client.consumer.count()]).toEqual([0, 0]);
    expect(await generationOf(host)).toBe(before);
  });

  it('are not written for a provider that is not there, or a consumer that has no uuid', async () => {
    const none = await put(randomUUID(), claimBody({ [randomUUID()]: { VCPU: 1 } }));
    expect(none.status).toBe(400);
    expect((await put('somebody', claimBody({ [host]: { VCPU: 1 } }))).status).toBe(400);
    expect(await placement.database.client.consumer.count()).toBe(0);
  });
});

describe('allocations of several consumers', () => {
  it('are all written, or none of them', async () => {
    const [server, migration] = [randomUUID(), randomUUID()];
    const target = await makeProvider(placement, { name: 'target', inventories: { VCPU: { total: 2 } } });
    await put(server, claimBody({ [host]: { VCPU: 2 } }));
    const post = (json: unknown): ReturnType<typeof ask> => ask('POST', '/allocations', { json });
    const tooMuch = await post({
      [migration]: claimBody({ [host]: { VCPU: 2 } }),
      [server]: claimBody({ [target]: { VCPU: 3 } }, 1),
    });
    expect(tooMuch.status).toBe(409);
    expect(await allocationsOf(migration)).toEqual({ allocations: {} });
    expect(await allocationsOf(server)).toMatchObject({ allocations: { [host]: {} }, consumer_generation: 1 });
    const moved = await post({
      [migration]: claimBody({ [host]: { VCPU: 2 } }),
      [server]: claimBody({ [target]: { VCPU: 2 } }, 1),
    });
    expect(moved.status).toBe(204);
    expect(Object.keys(((await allocationsOf(migration)) as { allocations: object }).allocations)).toEqual([host]);
    expect(Object.keys(((await allocationsOf(server)) as { allocations: object }).allocations)).toEqual([target]);
    // What one gives up, another may have in the same request.
    const back = await post({
      [migration]: claimBody({}, 1),
      [server]: claimBody({ [host]: { VCPU: 8 } }, 2),
    });
    expect(back.status).toBe(204);
    expect(await placement.database.client.allocation.findMany({ select: { used: true } })).toEqual([{ used: 8 }]);
  });

  it('have to be of somebody', async () => {
    expect((await ask('POST', '/allocations', { json: {} })).status).toBe(400);
    expect((await ask('POST', '/allocations', { json: { somebody: claimBody({}) } })).status).toBe(400);
  });
});

describe('usages', () => {
  beforeEach(async () => {
    const claim = (values: object, resources: Record<string, number>): unknown => ({
      ...claimBody({ [host]: resources }),
      ...values,
    });
    await put(randomUUID(), claim({}, { VCPU: 1, DISK_GB: 10 }));
    await put(randomUUID(), claim({ user_id: 'other' }, { VCPU: 2 }));
    await put(randomUUID(), claim({ consumer_type: 'MIGRATION' }, { VCPU: 1 }));
    await put(randomUUID(), plainClaimBody({ [host]: { VCPU: 1 } }), '1.27');
  });

  async function usages(query: string, version?: string): Promise<unknown> {
    const answer = await ask('GET', `/usages?${query}`, version === undefined ? {} : { version });
    return answer.status === 200 ? (answer.json() as { usages: unknown }).usages : answer.status;
  }

  it('are sums before 1.38', async () => {
    expect(await usages('project_id=demo', '1.37')).toEqual({ VCPU: 5, DISK_GB: 10 });
    expect(await usages('project_id=demo&user_id=other', '1.37')).toEqual({ VCPU: 2 });
    expect(await usages('project_id=none', '1.37')).toEqual({});
    expect(await usages('project_id=demo&consumer_type=INSTANCE', '1.37')).toBe(400);
    expect(await usages('user_id=other', '1.37')).toBe(400);
  });

  it('are told by type from 1.38 on', async () => {
    expect(await usages('project_id=demo')).toEqual({
      INSTANCE: { VCPU: 3, DISK_GB: 10, consumer_count: 2 },
      MIGRATION: { VCPU: 1, consumer_count: 1 },
      unknown: { VCPU: 1, consumer_count: 1 },
    });
    expect(await usages('project_id=demo&consumer_type=MIGRATION')).toEqual({
      MIGRATION: { VCPU: 1, consumer_count: 1 },
    });
    expect(await usages('project_id=demo&consumer_type=all')).toEqual({
      all: { VCPU: 5, DISK_GB: 10, consumer_count: 4 },
    });
    expect(await usages('project_id=demo&consumer_type=unknown')).toEqual({ unknown: { VCPU: 1, consumer_count: 1 } });
    expect(await usages('project_id=demo&consumer_type=instance')).toBe(400);
  });

  it('of a provider are told for all that it has', async () => {
    expect((await ask('GET', `/resource_providers/${host}/usages`)).json()).toEqual({
      resource_provider_generation: await generationOf(host),
      usages: { VCPU: 5, DISK_GB: 10 },
    });
    const empty = await makeProvider(placement, { name: 'empty', inventories: { VGPU: { total: 1 } } });
    expect((await ask('GET', `/resource_providers/${empty}/usages`)).json()).toMatchObject({ usages: { VGPU: 0 } });
  });
});

describe('the reshaper', () => {
  it('moves an inventory to a child with what is used of it', async () => {
    const consumer = randomUUID();
    await put(consumer, claimBody({ [host]: { VCPU: 2, DISK_GB: 10 } }));
    const child = await makeProvider(placement, { name: 'child', parent: host });
    const json = async (resources: Record<string, number>): Promise<unknown> => ({
      inventories: {
        [host]: {
          resource_provider_generation: await generationOf(host),
          inventories: { VCPU: { total: 8 } },
        },
        [child]: {
          resource_provider_generation: await generationOf(child),
          inventories: { DISK_GB: { total: 100 } },
        },
      },
      allocations: { [consumer]: claimBody({ [host]: { VCPU: 2 }, [child]: resources }, 1) },
    });
    const before = await placement.database.client.inventory.findMany();
    const refused = await ask('POST', '/reshaper', { json: await json({ DISK_GB: 101 }) });
    expect(refused.status).toBe(409);
    expect(await placement.database.client.inventory.findMany()).toEqual(before);
    expect((await ask('POST', '/reshaper', { json: await json({ DISK_GB: 10 }) })).status).toBe(204);
    expect((await ask('GET', `/resource_providers/${host}/usages`)).json()).toMatchObject({ usages: { VCPU: 2 } });
    expect((await ask('GET', `/resource_providers/${child}/usages`)).json()).toMatchObject({ usages: { DISK_GB: 10 } });
    expect(await allocationsOf(consumer)).toMatchObject({ consumer_generation: 2 });
  });

  it('takes nothing that is used, from providers as they were seen, of classes that there are', async () => {
    await put(randomUUID(), claimBody({ [host]: { VCPU: 2 } }));
    const reshape = async (uuid: string, generation: number, inventories: object): Promise<unknown> => {
      const json = {
        inventories: { [uuid]: { resource_provider_generation: generation, inventories } },
        allocations: {},
      };
      const answer = await ask('POST', '/reshaper', { json });
      return [answer.status, (answer.json() as { errors: { code: string }[] }).errors[0]?.code];
    };
    const generation = await generationOf(host);
    expect(await reshape(host, generation, {})).toEqual([409, 'placement.inventory.inuse']);
    expect(await reshape(host, generation - 1, {})).toEqual([409, 'placement.concurrent_update']);
    expect(await reshape(host, generation, { CUSTOM_NONE: { total: 1 } })).toEqual([400, 'placement.undefined_code']);
    expect(await reshape(randomUUID(), 0, {})).toEqual([400, 'placement.resource_provider.not_found']);
    expect(await generationOf(host)).toBe(generation);
  });
});
