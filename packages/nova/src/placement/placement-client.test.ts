// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { type ClientRequest, ClientResponse, ServiceUnreachable } from '@stackport/keystone';
import { describe, expect, it } from 'vitest';
import {
  AllocationMoveFailed,
  AllocationUpdateFailed,
  InventoryInUse,
  PlacementAPIConnectFailure,
  ResourceProviderCreationFailed,
  ResourceProviderInUse,
  ResourceProviderUpdateConflict,
} from '../errors/placement.js';
import { PlacementClient } from './placement-client.js';
import { PlacementSession } from './placement-session.js';

type Answer = readonly [status: number, document?: unknown];

const fault = (status: number, code: string, detail: string): Answer => [
  status,
  { errors: [{ status, code, detail, title: 'Conflict', request_id: 'req-1' }] },
];
const conflict = fault(409, 'placement.concurrent_update', 'resource provider generation conflict');
const NEW: Answer = [200, { allocations: {} }];

/** A client whose questions are answered one after the other; what it asked is kept. */
function clientWith(...answers: Answer[]) {
  const asked: ClientRequest[] = [];
  const session = {
    request: async (request: ClientRequest): Promise<ClientResponse> => {
      asked.push(request);
      const next = answers.shift();
      if (next === undefined) throw new ServiceUnreachable('http://placement', new Error('no answer is left'));
      const [statusCode, document] = next;
      const text = document === undefined ? '' : JSON.stringify(document);
      const body = { text: async () => text };
      return new ClientResponse({ statusCode, headers: {}, body } as unknown as ConstructorParameters<
        typeof ClientResponse
      >[0]);
    },
  };
  const placement = new PlacementClient({
    session: new PlacementSession(session),
    logger: silentLogger,
    delay: () => 0,
  });
  return { placement, asked };
}

const line = ({ method = 'GET', path, headers }: ClientRequest): string =>
  `${method} ${path} ${(headers?.['openstack-api-version'] ?? '').replace('placement ', '')}`;

const request = { allocations: { rp: { resources: { VCPU: 1 } } }, mappings: { '': ['rp'] } };
const claim = { consumer: 'vm', request, projectId: 'project', userId: 'user', version: '1.36' };

describe('a provider', () => {
  it('is made where there is none', async () => {
    const { placement, asked } = clientWith([200, { resource_providers: [] }], [200, { uuid: 'a/b', generation: 0 }]);
    expect(await placement.ensureProvider('a/b', 'node')).toMatchObject({ generation: 0 });
    expect(asked.map(line)).toEqual(['GET /resource_providers?in_tree=a%2Fb 1.14', 'POST /resource_providers 1.20']);
    expect(asked[1]?.json).toEqual({ uuid: 'a/b', name: 'node' });
  });

  it('that somebody else made meanwhile is taken, another of the same name is not', async () => {
    const none: Answer = [200, { resource_providers: [] }];
    const raced = clientWith(none, fault(409, 'x', 'Conflicting resource provider uuid: a'), [200, { uuid: 'a' }]);
    expect(await raced.placement.ensureProvider('a', 'node')).toEqual({ uuid: 'a' });
    const named = clientWith(none, fault(409, 'x', 'Conflicting resource provider name: node already exists.'));
    await expect(named.placement.ensureProvider('a', 'node')).rejects.toBeInstanceOf(ResourceProviderCreationFailed);
  });

  it('is deleted after those below it', async () => {
    const tree = [
      { uuid: 'root', name: 'r', generation: 1, parent_provider_uuid: null },
      { uuid: 'leaf', name: 'l', generation: 1, parent_provider_uuid: 'middle' },
      { uuid: 'middle', name: 'm', generation: 1, parent_provider_uuid: 'root' },
    ];
    const { placement, asked } = clientWith([200, { resource_providers: tree }], [204], [404], [204]);
    await placement.deleteProvider('root');
    expect(asked.slice(1).map(({ path }) => path)).toEqual([
      '/resource_providers/leaf',
      '/resource_providers/middle',
      '/resource_providers/root',
    ]);
    const used = clientWith([200, { resource_providers: tree.slice(0, 1) }], conflict);
    await expect(used.placement.deleteProvider('root')).rejects.toBeInstanceOf(ResourceProviderInUse);
  });

  it('has its inventory written in its generation, and only where that differs', async () => {
    const current: Answer = [
      200,
      { resource_provider_generation: 7, inventories: { VCPU: { total: 4, reserved: 0, allocation_ratio: 16 } } },
    ];
    const same = clientWith(current);
    await same.placement.setInventory('rp', { VCPU: { total: 4, allocation_ratio: 16 } });
    expect(same.asked).toHaveLength(1);
    const more = clientWith(current, [204], [200, {}]);
    await more.placement.setInventory('rp', { VCPU: { total: 8 }, CUSTOM_GOLD: { total: 1 } });
    expect(more.asked.map(line)).toEqual([
      'GET /resource_providers/rp/inventories 1.26',
      'PUT /resource_classes/CUSTOM_GOLD 1.7',
      'PUT /resource_providers/rp/inventories 1.26',
    ]);
    expect(more.asked[2]?.json).toEqual({
      resource_provider_generation: 7,
      inventories: { VCPU: { total: 8 }, CUSTOM_GOLD: { total: 1 } },
    });
    const used = clientWith(current, fault(409, 'placement.inventory.inuse', 'in use'));
    await expect(used.placement.setInventory('rp', {})).rejects.toBeInstanceOf(InventoryInUse);
    const raced = clientWith(current, conflict);
    await expect(raced.placement.setInventory('rp', {})).rejects.toBeInstanceOf(ResourceProviderUpdateConflict);
  });

  it('has custom traits made that are not there', async () => {
    const { placement, asked } = clientWith(
      [200, { resource_provider_generation: 3, traits: [] }],
      [200, { traits: ['CUSTOM_A'] }],
      [201],
      [200, {}],
    );
    await placement.setTraits('rp', ['COMPUTE_NODE', 'CUSTOM_A', 'CUSTOM_B']);
    expect(asked.map(line)).toEqual([
      'GET /resource_providers/rp/traits 1.6',
      'GET /traits?name=in%3ACUSTOM_A%2CCUSTOM_B 1.6',
      'PUT /traits/CUSTOM_B 1.6',
      'PUT /resource_providers/rp/traits 1.6',
    ]);
  });

  it('is added to an aggregate, again where somebody changed it meanwhile', async () => {
    const named: Answer = [200, { resource_providers: [{ uuid: 'rp', name: 'h', generation: 1 }] }];
    const read: Answer = [200, { resource_provider_generation: 1, aggregates: ['x'] }];
    const { placement, asked } = clientWith(named, read, read, conflict, read, read, [200, {}]);
    await placement.addHostToAggregate('y', 'h');
    expect(asked.at(-1)?.json).toEqual({ resource_provider_generation: 1, aggregates: ['x', 'y'] });
  });
});

describe('a claim', () => {
  it('of a new consumer has no generation and the request as it came', async () => {
    const { placement, asked } = clientWith(NEW, [204]);
    expect(await placement.inRequest(new RequestContext({ requestId: 'req-x' })).claim(claim)).toBe(true);
    expect(asked.map(line)).toEqual(['GET /allocations/vm 1.28', 'PUT /allocations/vm 1.36']);
    expect(asked[1]?.headers).toMatchObject({ 'x-openstack-request-id': 'req-x' });
    expect(asked[1]?.json).toEqual({
      ...request,
      project_id: 'project',
      user_id: 'user',
      consumer_generation: null,
    });
  });

  it('of a consumer that moves holds both, in its generation', async () => {
    const held = { allocations: { old: { generation: 5, resources: { VCPU: 2 } } }, consumer_generation: 3 };
    const { placement, asked } = clientWith([200, held], [204]);
    expect(await placement.claim(claim)).toBe(true);
    expect(asked[1]?.json).toEqual({
      allocations: { old: { resources: { VCPU: 2 } }, rp: { resources: { VCPU: 1 } } },
      project_id: 'project',
      user_id: 'user',
      consumer_generation: 3,
    });
  });

  it('is tried again where a provider changed, four times in all', async () => {
    const second = clientWith(NEW, conflict, NEW, [204]);
    expect(await second.placement.claim(claim)).toBe(true);
    const never = clientWith(NEW, conflict, NEW, conflict, NEW, conflict, NEW, conflict, NEW, [204]);
    expect(await never.placement.claim(claim)).toBe(false);
    expect(never.asked).toHaveLength(8);
  });

  it('fails where there is no room, where nobody answers, and where the consumer was changed', async () => {
    const full = clientWith(NEW, fault(409, 'placement.undefined_code', 'Unable to allocate inventory'));
    expect(await full.placement.claim(claim)).toBe(false);
    expect(await clientWith().placement.claim(claim)).toBe(false);
    const changed = clientWith(NEW, fault(409, 'placement.concurrent_update', 'consumer generation conflict - x'));
    await expect(changed.placement.claim(claim)).rejects.toBeInstanceOf(AllocationUpdateFailed);
  });
});

describe('allocations', () => {
  const held: Answer = [
    200,
    {
      allocations: { rp: { generation: 9, resources: { VCPU: 1 } } },
      consumer_generation: 2,
      project_id: 'project',
      user_id: 'user',
    },
  ];

  it('move from one consumer to another', async () => {
    const { placement, asked } = clientWith(held, NEW, [204]);
    expect(await placement.moveAllocations('vm', 'migration')).toBe(true);
    const owner = { project_id: 'project', user_id: 'user' };
    expect(asked[2]?.json).toEqual({
      vm: { allocations: {}, ...owner, consumer_generation: 2 },
      migration: { allocations: { rp: { resources: { VCPU: 1 } } }, ...owner, consumer_generation: null },
    });
    const done = clientWith(NEW, held);
    expect(await done.placement.moveAllocations('vm', 'migration')).toBe(true);
    expect(done.asked).toHaveLength(2);
    const changed = clientWith(held, NEW, fault(409, 'placement.concurrent_update', 'consumer generation conflict'));
    await expect(changed.placement.moveAllocations('vm', 'm')).rejects.toBeInstanceOf(AllocationMoveFailed);
  });

  it('are removed; those that are gone are well', async () => {
    expect(await clientWith([204]).placement.removeAllocations('vm')).toBe(true);
    expect(await clientWith([404]).placement.removeAllocations('vm')).toBe(false);
    await expect(clientWith().placement.removeAllocations('vm')).rejects.toBeInstanceOf(PlacementAPIConnectFailure);
  });

  it('are counted by project and user', async () => {
    const { placement, asked } = clientWith([200, { usages: { VCPU: 3 } }]);
    expect(await placement.usages('p&q', 'u')).toEqual({ VCPU: 3 });
    expect(asked.map(line)).toEqual(['GET /usages?project_id=p%26q&user_id=u 1.9']);
  });

  it('have candidates in the newest microversion, and none where placement does not say', async () => {
    const { placement, asked } = clientWith([200, { allocation_requests: [request], provider_summaries: { rp: {} } }]);
    expect(await placement.allocationCandidates('resources=VCPU%3A1')).toEqual({
      allocationRequests: [request],
      providerSummaries: { rp: {} },
      version: '1.36',
    });
    expect(asked.map(line)).toEqual(['GET /allocation_candidates?resources=VCPU%3A1 1.36']);
    expect(await clientWith([500]).placement.allocationCandidates('')).toBeUndefined();
    expect(await clientWith().placement.allocationCandidates('')).toBeUndefined();
  });
});
