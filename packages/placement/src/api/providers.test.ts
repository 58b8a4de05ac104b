// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimBody, makeProvider, testPlacement, type TestPlacement } from '../test-support.js';

let placement: TestPlacement;
beforeEach(async () => {
  placement = await testPlacement();
});
afterEach(() => placement.close());

const ask: TestPlacement['ask'] = (...parameters) => placement.ask(...parameters);

async function generationOf(uuid: string): Promise<number> {
  return (await placement.database.client.resourceProvider.findUniqueOrThrow({ where: { uuid } })).generation ?? -1;
}

async function rootsOf(...uuids: readonly string[]): Promise<readonly unknown[]> {
  const views = await Promise.all(uuids.map((uuid) => ask('GET', `/resource_providers/${uuid}`)));
  return views.map((view) => (view.json() as { root_provider_uuid: string }).root_provider_uuid);
}

describe('resource providers', () => {
  it('are made, told of in 1.20 and later, and found', async () => {
    const uuid = randomUUID();
    const made = await ask('POST', '/resource_providers', { json: { name: 'a', uuid }, version: '1.19' });
    expect([made.status, made.text]).toEqual([201, '']);
    expect(made.headers.get('location')).toBe(`http://placement.test/resource_providers/${uuid}`);
    const other = await ask('POST', '/resource_providers', {
      json: { name: 'b', uuid: randomUUID() },
      version: '1.20',
    });
    expect(other.status).toBe(200);
    expect(other.json()).toMatchObject({ name: 'b', generation: 0, parent_provider_uuid: null });
    const list = await ask('GET', '/resource_providers?name=a');
    expect(list.json()).toMatchObject({ resource_providers: [{ uuid, root_provider_uuid: uuid }] });
  });

  it('have links to what each microversion knows', async () => {
    const uuid = await makeProvider(placement, { name: 'a' });
    const relations = async (version: string): Promise<string[]> => {
      const view = (await ask('GET', `/resource_providers/${uuid}`, { version })).json() as {
        links: { rel: string }[];
      };
      return view.links.map(({ rel }) => rel);
    };
    expect(await relations('1.0')).toEqual(['self', 'inventories', 'usages']);
    expect(await relations('1.1')).toEqual(['self', 'inventories', 'usages', 'aggregates']);
    expect(await relations('1.6')).toEqual(['self', 'inventories', 'usages', 'aggregates', 'traits']);
    expect(await relations('1.11')).toEqual(['self', 'inventories', 'usages', 'aggregates', 'traits', 'allocations']);
  });

  it('have names and uuids of their own', async () => {
    const uuid = randomUUID();
    await ask('POST', '/resource_providers', { json: { name: 'a', uuid } });
    for (const json of [{ name: 'a' }, { name: 'b', uuid }]) {
      const answer = await ask('POST', '/resource_providers', { json });
      expect(answer.status).toBe(409);
      expect(answer.json()).toMatchObject({ errors: [{ code: 'placement.duplicate_name' }] });
    }
    expect(await placement.database.client.resourceProvider.count()).toBe(1);
  });

  it('get a parent, and from 1.37 another one, with all that is below them', async () => {
    const a = await makeProvider(placement, { name: 'a' });
    const b = await makeProvider(placement, { name: 'b' });
    const middle = await makeProvider(placement, { name: 'middle' });
    const low = await makeProvider(placement, { name: 'low', parent: middle });
    const move = (parent: string | null, version: string): Promise<number> =>
      ask('PUT', `/resource_providers/${middle}`, {
        json: { name: 'middle', parent_provider_uuid: parent },
        version,
      }).then(({ status }) => status);
    expect(await move(a, '1.36')).toBe(200);
    expect(await rootsOf(middle, low)).toEqual([a, a]);
    expect(await move(b, '1.36')).toBe(400);
    expect(await move(null, '1.36')).toBe(400);
    expect(await rootsOf(middle, low)).toEqual([a, a]);
    expect(await move(b, '1.37')).toBe(200);
    expect(await rootsOf(middle, low)).toEqual([b, b]);
    expect(await move(null, '1.37')).toBe(200);
    expect(await rootsOf(middle, low)).toEqual([middle, middle]);
  });

  it('make no circles', async () => {
    const top = await makeProvider(placement, { name: 'top' });
    const low = await makeProvider(placement, { name: 'low', parent: top });
    for (const parent of [top, low, randomUUID()]) {
      const json = { name: 'top', parent_provider_uuid: parent };
      expect((await ask('PUT', `/resource_providers/${top}`, { json })).status).toBe(400);
    }
    expect(await rootsOf(top, low)).toEqual([top, top]);
  });

  it('stay while others are below them or something is used of them, and go with all that they have', async () => {
    const top = await makeProvider(placement, {
      name: 'top',
      inventories: { VCPU: { total: 4 } },
      traits: ['HW_CPU_X86_VMX'],
      aggregates: [randomUUID()],
    });
    const low = await makeProvider(placement, { name: 'low', parent: top });
    const consumer = randomUUID();
    expect((await ask('PUT', `/allocations/${consumer}`, { json: claimBody({ [top]: { VCPU: 1 } }) })).status).toBe(
      204,
    );
    const refusal = async (): Promise<unknown> => {
      const answer = await ask('DELETE', `/resource_providers/${top}`);
      return [answer.status, (answer.json() as { errors: { code: string }[] }).errors[0]?.code];
    };
    expect(await refusal()).toEqual([409, 'placement.resource_provider.cannot_delete_parent']);
    expect((await ask('DELETE', `/resource_providers/${low}`)).status).toBe(204);
    expect(await refusal()).toEqual([409, 'placement.resource_provider.inuse']);
    expect((await ask('DELETE', `/allocations/${consumer}`)).status).toBe(204);
    expect((await ask('DELETE', `/resource_providers/${top}`)).status).toBe(204);
    const { client } = placement.database;
    const left = await Promise.all([
      client.resourceProvider.count(),
      client.inventory.count(),
      client.resourceProviderTrait.count(),
      client.resourceProviderAggregate.count(),
      client.consumer.count(),
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0]);
    expect((await ask('DELETE', `/resource_providers/${top}`)).status).toBe(404);
  });

  it('are found by what they have', async () => {
    const [x, y] = [randomUUID(), randomUUID()];
    await makeProvider(placement, {
      name: 'a',
      inventories: { VCPU: { total: 4 } },
      traits: ['CUSTOM_A'],
      aggregates: [x],
    });
    await makeProvider(placement, {
      name: 'b',
      inventories: { VCPU: { total: 8 } },
      traits: ['CUSTOM_B'],
      aggregates: [y],
    });
    await makeProvider(placement, { name: 'c', traits: ['CUSTOM_A', 'CUSTOM_B'], aggregates: [x, y] });
    const found = async (query: string, version?: string): Promise<unknown> => {
      const answer = await ask('GET', `/resource_providers?${query}`, version === undefined ? {} : { version });
      if (answer.status !== 200) return answer.status;
      const list = answer.json() as { resource_providers: { name: string }[] };
      return list.resource_providers.map(({ name }) => name).join('');
    };
    expect(await found('resources=VCPU:4')).toBe('ab');
    expect(await found('resources=VCPU:5')).toBe('b');
    expect(await found('required=CUSTOM_A')).toBe('ac');
    expect(await found('required=CUSTOM_A,!CUSTOM_B')).toBe('a');
    expect(await found('required=in:CUSTOM_A,CUSTOM_B')).toBe('abc');
    expect(await found('required=in:CUSTOM_A,CUSTOM_B', '1.38')).toBe(400);
    expect(await found('required=CUSTOM_A&required=CUSTOM_B')).toBe('c');
    expect(await found('required=CUSTOM_A&required=CUSTOM_B', '1.38')).toBe('bc');
    expect(await found(`member_of=${x}`)).toBe('ac');
    expect(await found(`member_of=in:${x},${y}`)).toBe('abc');
    expect(await found(`member_of=${x}&member_of=${y}`)).toBe('c');
    expect(await found(`member_of=!${x}`)).toBe('b');
    expect(await found(`member_of=!${x}`, '1.31')).toBe(400);
    expect(await found('required=CUSTOM_NONE')).toBe(400);
    expect(await found('resources=CUSTOM_NONE:1')).toBe(400);
    expect(await found(`in_tree=${randomUUID()}`)).toBe('');
    expect(await found('colour=red')).toBe(400);
  });
});

describe('inventories', () => {
  it('are changed by who saw the newest generation', async () => {
    const uuid = await makeProvider(placement, { name: 'a', inventories: { VCPU: { total: 4 } } });
    const path = `/resource_providers/${uuid}/inventories`;
    const generation = await generationOf(uuid);
    const json = {
      resource_provider_generation: generation,
      inventories: { VCPU: { total: 8 }, DISK_GB: { total: 5 } },
    };
    const answer = await ask('PUT', path, { json });
    expect(answer.json()).toMatchObject({
      resource_provider_generation: generation + 1,
      inventories: { VCPU: { total: 8, max_unit: 2147483647, allocation_ratio: 1 } },
    });
    const again = await ask('PUT', path, { json });
    expect(again.status).toBe(409);
    expect(again.json()).toMatchObject({ errors: [{ code: 'placement.concurrent_update' }] });
    expect(await generationOf(uuid)).toBe(generation + 1);
  });

  it('are given up when nothing of them is used', async () => {
    const uuid = await makeProvider(placement, {
      name: 'a',
      inventories: { VCPU: { total: 4 }, DISK_GB: { total: 9 } },
    });
    const path = `/resource_providers/${uuid}/inventories`;
    await ask('PUT', `/allocations/${randomUUID()}`, { json: claimBody({ [uuid]: { VCPU: 1 } }) });
    const generation = await generationOf(uuid);
    const all = await ask('DELETE', path);
    expect(all.status).toBe(409);
    expect(all.json()).toMatchObject({ errors: [{ code: 'placement.inventory.inuse' }] });
    expect((await ask('DELETE', `${path}/VCPU`)).status).toBe(409);
    expect(await generationOf(uuid)).toBe(generation);
    expect((await ask('DELETE', `${path}/DISK_GB`)).status).toBe(204);
    expect((await ask('DELETE', `${path}/DISK_GB`)).status).toBe(404);
    expect(await placement.database.client.inventory.count()).toBe(1);
  });

  it('may all be reserved from 1.26 on', async () => {
    const uuid = await makeProvider(placement, { name: 'a' });
    const json = { resource_class: 'VCPU', total: 4, reserved: 4 };
    const path = `/resource_providers/${uuid}/inventories`;
    expect((await ask('POST', path, { json, version: '1.25' })).status).toBe(400);
    expect(await placement.database.client.inventory.count()).toBe(0);
    expect((await ask('POST', path, { json, version: '1.26' })).status).toBe(201);
    expect((await ask('POST', path, { json })).status).toBe(409);
  });

  it('may become less than is used, which is logged', async () => {
    const uuid = await makeProvider(placement, { name: 'a', inventories: { VCPU: { total: 4 } } });
    await ask('PUT', `/allocations/${randomUUID()}`, { json: claimBody({ [uuid]: { VCPU: 3 } }) });
    const json = { resource_provider_generation: await generationOf(uuid), total: 1 };
    expect((await ask('PUT', `/resource_providers/${uuid}/inventories/VCPU`, { json })).status).toBe(200);
    expect(placement.lines.join('\n')).toContain(`Resource provider ${uuid} is now over-capacity for VCPU`);
  });
});

describe('aggregates and traits', () => {
  it('take the generation further from 1.19 on', async () => {
    const uuid = await makeProvider(placement, { name: 'a' });
    const path = `/resource_providers/${uuid}/aggregates`;
    const [x, y] = [randomUUID(), randomUUID()];
    expect((await ask('PUT', path, { json: [x, y], version: '1.18' })).json()).toEqual({ aggregates: [x, y] });
    expect(await generationOf(uuid)).toBe(0);
    const json = { aggregates: [y], resource_provider_generation: 0 };
    expect((await ask('PUT', path, { json })).json()).toEqual({ ...json, resource_provider_generation: 1 });
    expect((await ask('PUT', path, { json })).status).toBe(409);
    expect((await ask('GET', path)).json()).toEqual({ aggregates: [y], resource_provider_generation: 1 });
  });

  it('leave the generation where nothing changes', async () => {
    const uuid = await makeProvider(placement, { name: 'a', traits: ['CUSTOM_A'] });
    const path = `/resource_providers/${uuid}/traits`;
    const same = { traits: ['CUSTOM_A'], resource_provider_generation: 1 };
    expect((await ask('PUT', path, { json: same })).json()).toEqual(same);
    expect((await ask('PUT', path, { json: { ...same, traits: ['CUSTOM_NONE'] } })).status).toBe(400);
    expect((await ask('DELETE', '/traits/CUSTOM_A')).status).toBe(409);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(await generationOf(uuid)).toBe(2);
    expect((await ask('DELETE', '/traits/CUSTOM_A')).status).toBe(204);
    expect((await ask('GET', '/traits/CUSTOM_A')).status).toBe(404);
  });

  it('are listed by name and by whether anybody has them', async () => {
    await makeProvider(placement, { name: 'a', traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'] });
    await ask('PUT', '/traits/CUSTOM_B');
    const traits = async (query: string): Promise<unknown> =>
      ((await ask('GET', `/traits?${query}`)).json() as { traits: string[] }).traits;
    expect(await traits('name=startswith:CUSTOM_')).toEqual(['CUSTOM_A', 'CUSTOM_B']);
    expect(await traits('name=in:CUSTOM_B,NOTHING')).toEqual(['CUSTOM_B']);
    expect(await traits('associated=true')).toEqual(['HW_CPU_X86_VMX', 'CUSTOM_A']);
    expect(await traits('associated=false&name=startswith:CUSTOM')).toEqual(['CUSTOM_B']);
    expect((await ask('GET', '/traits?name=CUSTOM_A')).status).toBe(400);
    expect((await ask('GET', '/traits?associated=perhaps')).status).toBe(400);
  });
});

describe('custom resource classes', () => {
  it('are numbered from 10000 on, renamed before 1.7, and go when no inventory is of them', async () => {
    expect((await ask('POST', '/resource_classes', { json: { name: 'CUSTOM_A' } })).status).toBe(201);
    expect((await ask('PUT', '/resource_classes/CUSTOM_B')).status).toBe(201);
    expect((await ask('PUT', '/resource_classes/CUSTOM_B')).status).toBe(204);
    const rows = await placement.database.client.resourceClass.findMany({ where: { name: { startsWith: 'CUSTOM_' } } });
    expect(rows.map(({ id, name }) => [id, name])).toEqual([
      [10000, 'CUSTOM_A'],
      [10001, 'CUSTOM_B'],
    ]);
    const rename = (name: string): Promise<{ status: number }> =>
      ask('PUT', '/resource_classes/CUSTOM_A', { json: { name }, version: '1.6' });
    expect((await rename('CUSTOM_B')).status).toBe(409);
    expect((await rename('CUSTOM_C')).status).toBe(200);
    await makeProvider(placement, { name: 'a', inventories: { CUSTOM_C: { total: 1 } } });
    expect((await ask('DELETE', '/resource_classes/CUSTOM_C')).status).toBe(409);
    expect((await ask('DELETE', '/resource_classes/CUSTOM_B')).status).toBe(204);
    expect((await ask('GET', '/resource_classes/CUSTOM_B')).status).toBe(404);
  });
});
