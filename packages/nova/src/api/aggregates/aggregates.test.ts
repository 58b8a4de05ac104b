// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeHost, otherService, serverOn } from '../test-hosts.js';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

const mirrored: string[] = [];
const cached: string[][] = [];
let nova: TestNova;
beforeAll(async () => {
  nova = await testNova({
    ports: {
      aggregateMirror: {
        changed: async (_context, { name }) => void mirrored.push(`changed ${name ?? ''}`),
        deleted: async (_context, { name }) => void mirrored.push(`deleted ${name ?? ''}`),
        hostAdded: async (_context, { name }, node) => void mirrored.push(`added ${node} to ${name ?? ''}`),
        hostRemoved: async (_context, { name }, node) => void mirrored.push(`removed ${node} from ${name ?? ''}`),
      },
      imageCaching: { cache: async (_context, _aggregate, ids) => void cached.push([...ids]) },
    },
  });
  await computeHost(nova, 'one');
  await computeHost(nova, 'two');
  await otherService(nova, 'control', 'nova-scheduler');
});
afterAll(() => nova.close());

type View = Record<string, unknown> & { readonly id: number };

async function ask(method: string, path: string, options: AskOptions = {}): Promise<[number, View]> {
  const { status, body } = await nova.ask(method, `/v2.1${path}`, options);
  return [status, (Object.values(body ?? {})[0] ?? {}) as View];
}

const create = (values: Record<string, unknown>): Promise<[number, View]> =>
  ask('POST', '/os-aggregates', { json: { aggregate: values } });
const act = (id: number, action: string, values: Record<string, unknown>): Promise<[number, View]> =>
  ask('POST', `/os-aggregates/${id}/action`, { json: { [action]: values } });

describe('aggregates', () => {
  it('are made, shown, changed and deleted', async () => {
    const [status, made] = await create({ name: 'a', availability_zone: 'az1' });
    expect([status, made]).toEqual([
      200,
      {
        ...{ id: made.id, name: 'a', updated_at: null, deleted_at: null, deleted: false, availability_zone: 'az1' },
        created_at: expect.any(String) as string,
      },
    ]);
    expect((await ask('GET', `/os-aggregates/${made.id}`, { version: '2.40' }))[1]).not.toHaveProperty('uuid');
    expect((await ask('GET', `/os-aggregates/${made.id}`, { version: '2.41' }))[1]).toMatchObject({
      uuid: expect.any(String) as string,
      hosts: [],
      metadata: { availability_zone: 'az1' },
    });
    expect(await create({ name: 'a' })).toMatchObject([409, { message: 'Aggregate a already exists.' }]);
    const json = { aggregate: { name: 'b' } };
    expect((await ask('PUT', `/os-aggregates/${made.id}`, { json }))[1]).toMatchObject({
      name: 'b',
      availability_zone: 'az1',
    });
    expect(await ask('PUT', `/os-aggregates/${made.id}`, { json: { aggregate: {} } })).toMatchObject([400, {}]);
    expect((await ask('DELETE', `/os-aggregates/${made.id}`))[0]).toBe(200);
    expect(await ask('DELETE', `/os-aggregates/${made.id}`)).toMatchObject([
      404,
      { message: `Aggregate ${made.id} could not be found.` },
    ]);
    expect(await ask('GET', '/os-aggregates/x')).toMatchObject([
      400,
      { message: 'Invalid input received: id must be an integer' },
    ]);
    expect(mirrored.splice(0)).toEqual(['changed a', 'changed b', 'deleted b']);
    expect(await nova.databases.api.client.aggregateMetadata.count()).toBe(0);
    expect((await ask('GET', '/os-aggregates', { as: 'demo:abc' }))[0]).toBe(403);
  });

  it('have hosts, each in one zone at most', async () => {
    const [, first] = await create({ name: 'first', availability_zone: 'az1' });
    const [, second] = await create({ name: 'second', availability_zone: 'az2' });
    mirrored.splice(0);
    expect((await act(first.id, 'add_host', { host: 'one' }))[1]).toMatchObject({ hosts: ['one'] });
    expect(mirrored.splice(0)).toEqual(['changed first', 'added one to first']);
    expect(await act(first.id, 'add_host', { host: 'one' })).toMatchObject([
      409,
      { message: `Aggregate ${first.id} already has host one.` },
    ]);
    expect(await act(second.id, 'add_host', { host: 'one' })).toMatchObject([
      409,
      {
        message: `Cannot add host to aggregate ${second.id}. Reason: One or more hosts already in availability zone(s) ['az1'].`,
      },
    ]);
    expect(await act(first.id, 'add_host', { host: 'nosuch' })).toMatchObject([
      404,
      { message: 'Compute host nosuch could not be found.' },
    ]);
    expect(await act(first.id, 'add_host', { host: 'control' })).toMatchObject([404, {}]);
    expect(await ask('DELETE', `/os-aggregates/${first.id}`)).toMatchObject([
      400,
      { message: `Cannot remove host from aggregate ${first.id}. Reason: Host aggregate is not empty.` },
    ]);
    await serverOn(nova, 'one');
    expect(await act(first.id, 'set_metadata', { metadata: { availability_zone: 'az3' } })).toMatchObject([
      400,
      {
        message: `Cannot update metadata of aggregate ${first.id}. Reason: One or more hosts contain instances in this zone.`,
      },
    ]);
    expect(await act(first.id, 'remove_host', { host: 'two' })).toMatchObject([
      404,
      { message: `Cannot remove host two in aggregate ${first.id}` },
    ]);
    mirrored.splice(0);
    expect((await act(first.id, 'remove_host', { host: 'one' }))[1]).toMatchObject({ hosts: [] });
    expect(mirrored.splice(0)).toEqual(['removed one from first', 'changed first']);
    expect(await nova.databases.api.client.aggregateHost.count()).toBe(0);
  });

  it('have metadata that is set and taken away', async () => {
    const [, made] = await create({ name: 'meta' });
    expect((await act(made.id, 'set_metadata', { metadata: { a: '1', b: '2' } }))[1].metadata).toEqual({
      a: '1',
      b: '2',
    });
    expect((await act(made.id, 'set_metadata', { metadata: { a: null, b: '3' } }))[1].metadata).toEqual({ b: '3' });
    expect(
      await nova.databases.api.client.aggregateMetadata.findMany({ where: { aggregateId: made.id } }),
    ).toMatchObject([{ key: 'b', value: '3' }]);
    const json = { aggregate: { availability_zone: null } };
    expect(await ask('PUT', `/os-aggregates/${made.id}`, { json })).toMatchObject([
      400,
      {
        message: `Cannot update aggregate ${made.id}. Reason: Aggregate meta does not support empty named availability zone.`,
      },
    ]);
  });

  it('have images fetched in advance since 2.81', async () => {
    const [, made] = await create({ name: 'images' });
    const id = 'b2f3bb2c-2b5f-4a8e-b8a5-46aa9ae8f0a5';
    const path = `/os-aggregates/${made.id}/images`;
    expect((await ask('POST', path, { json: { cache: [{ id }] }, version: '2.80' }))[0]).toBe(404);
    expect((await ask('POST', path, { json: { cache: [{ id }] }, version: '2.81' }))[0]).toBe(202);
    expect(cached).toEqual([[id]]);
    expect(await ask('POST', path, { json: { cache: [{ id }, { id }] }, version: '2.81' })).toMatchObject([
      400,
      { message: 'Duplicate images in request' },
    ]);
  });
});

describe('availability zones', () => {
  it('are those of aggregates with hosts, and the default one', async () => {
    const [, zone] = await create({ name: 'zone', availability_zone: 'az9' });
    await act(zone.id, 'add_host', { host: 'two' });
    const { body } = await nova.ask('GET', '/v2.1/os-availability-zone', { as: 'demo:abc' });
    expect(body).toEqual({
      availabilityZoneInfo: [
        { zoneName: 'az9', zoneState: { available: true }, hosts: null },
        { zoneName: 'nova', zoneState: { available: true }, hosts: null },
      ],
    });
    expect((await nova.ask('GET', '/v2.1/os-availability-zone/detail', { as: 'demo:abc' })).status).toBe(403);
    const service = { available: true, active: true, updated_at: null };
    expect((await nova.ask('GET', '/v2.1/os-availability-zone/detail')).body).toEqual({
      availabilityZoneInfo: [
        { zoneName: 'az9', zoneState: { available: true }, hosts: { two: { 'nova-compute': service } } },
        { zoneName: 'internal', zoneState: { available: true }, hosts: { control: { 'nova-scheduler': service } } },
        { zoneName: 'nova', zoneState: { available: true }, hosts: { one: { 'nova-compute': service } } },
      ],
    });
  });
});
