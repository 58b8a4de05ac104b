// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimBody, makeProvider, type ProviderWish, testPlacement, type TestPlacement } from '../test-support.js';

interface CandidatesBody {
  readonly allocation_requests: readonly {
    readonly allocations: Readonly<Record<string, { readonly resources: Readonly<Record<string, number>> }>>;
    readonly mappings: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly provider_summaries: Readonly<Record<string, Record<string, unknown>>>;
}

/** Two hosts: one with NUMA nodes and cards below it and a disk that it shares, the other with all it has in one. */
const SHARED = randomUUID();
const OTHER = randomUUID();
const wishes: readonly (ProviderWish & { readonly below?: string })[] = [
  {
    name: 'share',
    inventories: { DISK_GB: { total: 1000 } },
    traits: ['MISC_SHARES_VIA_AGGREGATE'],
    aggregates: [SHARED],
  },
  { name: 'nested', traits: ['COMPUTE_VOLUME_MULTI_ATTACH'], aggregates: [SHARED] },
  { name: 'numa0', below: 'nested', inventories: { VCPU: { total: 4 }, MEMORY_MB: { total: 1024 } } },
  {
    name: 'numa1',
    below: 'nested',
    inventories: { VCPU: { total: 4 }, MEMORY_MB: { total: 1024 } },
    traits: ['CUSTOM_FAST'],
  },
  { name: 'card0', below: 'numa0', inventories: { CUSTOM_CARD: { total: 1 } } },
  { name: 'card1', below: 'numa1', inventories: { CUSTOM_CARD: { total: 2 } } },
  {
    name: 'flat',
    inventories: { VCPU: { total: 8, max_unit: 6 }, MEMORY_MB: { total: 4096 }, DISK_GB: { total: 100 } },
    traits: ['CUSTOM_FAST', 'HW_CPU_X86_VMX'],
    aggregates: [OTHER],
  },
];

let placement: TestPlacement;
const uuids = new Map<string, string>();
const names = new Map<string, string>();
beforeAll(async () => {
  placement = await testPlacement();
  await placement.ask('PUT', '/resource_classes/CUSTOM_CARD');
  for (const { below, ...wish } of wishes) {
    const parent = below === undefined ? undefined : uuids.get(below);
    const uuid = await makeProvider(placement, { ...wish, ...(parent === undefined ? {} : { parent }) });
    uuids.set(wish.name, uuid);
    names.set(uuid, wish.name);
  }
  const used = claimBody({ [uuids.get('flat')!]: { VCPU: 2 } });
  await placement.ask('PUT', `/allocations/${randomUUID()}`, { json: used });
});
afterAll(() => placement.close());

async function body(query: string, version?: string): Promise<CandidatesBody> {
  const answer = await placement.ask(
    'GET',
    `/allocation_candidates?${query}`,
    version === undefined ? {} : { version },
  );
  expect([query, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([query, 200, '']);
  return answer.json() as CandidatesBody;
}

/** Each candidate as `numa0: VCPU 1 + share: DISK_GB 10`. */
async function candidates(query: string, version?: string): Promise<readonly string[]> {
  const { allocation_requests: requests } = await body(query, version);
  return requests
    .map(({ allocations }) =>
      Object.entries(allocations)
        .map(([uuid, { resources }]) => {
          const amounts = Object.entries(resources).map(([name, amount]) => `${name} ${amount}`);
          return `${names.get(uuid) ?? uuid}: ${amounts.sort().join(', ')}`;
        })
        .sort()
        .join(' + '),
    )
    .sort();
}

async function refusal(query: string, version?: string): Promise<number> {
  const options = version === undefined ? {} : { version };
  return (await placement.ask('GET', `/allocation_candidates?${query}`, options)).status;
}

describe('resources without a suffix', () => {
  it('come from one provider, or from several of a tree and what it shares', async () => {
    expect(await candidates('resources=VCPU:1,MEMORY_MB:512')).toEqual([
      'flat: MEMORY_MB 512, VCPU 1',
      'numa0: MEMORY_MB 512 + numa1: VCPU 1',
      'numa0: MEMORY_MB 512, VCPU 1',
      'numa0: VCPU 1 + numa1: MEMORY_MB 512',
      'numa1: MEMORY_MB 512, VCPU 1',
    ]);
    expect(await candidates('resources=VCPU:4,DISK_GB:200')).toEqual([
      'numa0: VCPU 4 + share: DISK_GB 200',
      'numa1: VCPU 4 + share: DISK_GB 200',
    ]);
  });

  it('come from one provider of each tree before 1.29', async () => {
    expect(await candidates('resources=VCPU:1,MEMORY_MB:512', '1.28')).toEqual([
      'flat: MEMORY_MB 512, VCPU 1',
      'numa0: MEMORY_MB 512, VCPU 1',
      'numa1: MEMORY_MB 512, VCPU 1',
    ]);
    const { provider_summaries: summaries } = await body('resources=VCPU:1,MEMORY_MB:512', '1.28');
    expect(
      Object.keys(summaries)
        .map((uuid) => names.get(uuid))
        .sort(),
    ).toEqual(['flat', 'numa0', 'numa1']);
  });

  it('fit into what is left, and into what is given at a time', async () => {
    expect(await candidates('resources=VCPU:6')).toEqual(['flat: VCPU 6']);
    expect(await candidates('resources=VCPU:7')).toEqual([]);
  });

  it('come from providers that together have the traits, and none that has a forbidden one', async () => {
    expect(await candidates('resources=VCPU:1,MEMORY_MB:512&required=CUSTOM_FAST')).toEqual([
      'flat: MEMORY_MB 512, VCPU 1',
      'numa0: MEMORY_MB 512 + numa1: VCPU 1',
      'numa0: VCPU 1 + numa1: MEMORY_MB 512',
      'numa1: MEMORY_MB 512, VCPU 1',
    ]);
    expect(await candidates('resources=VCPU:1&required=!CUSTOM_FAST')).toEqual(['numa0: VCPU 1']);
    expect(await candidates('resources=VCPU:1&required=CUSTOM_FAST,!HW_CPU_X86_VMX')).toEqual(['numa1: VCPU 1']);
    expect(await candidates('resources=VCPU:1&required=in:HW_CPU_X86_VMX,COMPUTE_VOLUME_MULTI_ATTACH')).toEqual([
      'flat: VCPU 1',
    ]);
  });

  it('come from members of aggregates, to which a tree belongs with its root', async () => {
    expect(await candidates(`resources=VCPU:1&member_of=${SHARED}`)).toEqual(['numa0: VCPU 1', 'numa1: VCPU 1']);
    expect(await candidates(`resources=VCPU:1&member_of=!${SHARED}`)).toEqual(['flat: VCPU 1']);
    expect(await candidates(`resources=VCPU:1&member_of=in:${SHARED},${OTHER}`)).toHaveLength(3);
    expect(await candidates(`resources=VCPU:1&member_of=${randomUUID()}`)).toEqual([]);
  });

  it('come from one tree where it is told, and from nothing that it shares', async () => {
    const tree = uuids.get('numa0') ?? '';
    expect(await candidates(`resources=VCPU:1&in_tree=${tree}`)).toEqual(['numa0: VCPU 1', 'numa1: VCPU 1']);
    expect(await candidates(`resources=VCPU:1,DISK_GB:10&in_tree=${tree}`)).toEqual([]);
    expect(await candidates(`resources=VCPU:1&in_tree=${randomUUID()}`)).toEqual([]);
  });

  it('come from trees whose root has traits', async () => {
    expect(await candidates('resources=VCPU:1&root_required=COMPUTE_VOLUME_MULTI_ATTACH')).toEqual([
      'numa0: VCPU 1',
      'numa1: VCPU 1',
    ]);
    expect(await candidates('resources=VCPU:1&root_required=!COMPUTE_VOLUME_MULTI_ATTACH')).toEqual(['flat: VCPU 1']);
  });
});

describe('groups with a suffix', () => {
  it('are each served by one provider', async () => {
    expect(await candidates('resources1=VCPU:1,MEMORY_MB:512')).toEqual([
      'flat: MEMORY_MB 512, VCPU 1',
      'numa0: MEMORY_MB 512, VCPU 1',
      'numa1: MEMORY_MB 512, VCPU 1',
    ]);
  });

  it('may be served by the same provider, or may not', async () => {
    const query = 'resources1=CUSTOM_CARD:1&resources2=CUSTOM_CARD:1';
    expect(await refusal(query)).toBe(400);
    expect(await candidates(`${query}&group_policy=none`)).toEqual([
      'card0: CUSTOM_CARD 1 + card1: CUSTOM_CARD 1',
      'card0: CUSTOM_CARD 1 + card1: CUSTOM_CARD 1',
      'card1: CUSTOM_CARD 2',
    ]);
    expect(await candidates(`${query}&group_policy=isolate`)).toEqual([
      'card0: CUSTOM_CARD 1 + card1: CUSTOM_CARD 1',
      'card0: CUSTOM_CARD 1 + card1: CUSTOM_CARD 1',
    ]);
  });

  it('are words from 1.33 on, and told in mappings from 1.34 on', async () => {
    const query = 'resources=DISK_GB:200&resources_NODE=VCPU:4&required_NODE=CUSTOM_FAST';
    expect(await refusal(query, '1.32')).toBe(400);
    const { allocation_requests: before } = await body(query, '1.33');
    expect(before[0]).not.toHaveProperty('mappings');
    const { allocation_requests: since } = await body(query, '1.34');
    const [share, numa1, flat] = ['share', 'numa1', 'flat'].map((name) => uuids.get(name));
    expect(since.map(({ mappings }) => mappings)).toEqual([{ '': [share], _NODE: [numa1] }]);
    const small = await body('resources=DISK_GB:10&resources_NODE=VCPU:4&required_NODE=CUSTOM_FAST', '1.34');
    expect(small.allocation_requests.map(({ mappings }) => mappings)).toEqual(
      expect.arrayContaining([{ '': [flat], _NODE: [flat] }]),
    );
  });

  it('may have to be below one of them', async () => {
    const query = 'resources_N=VCPU:1&resources_C=CUSTOM_CARD:1&group_policy=none';
    expect(await candidates(query)).toHaveLength(4);
    expect(await candidates(`${query}&same_subtree=_N,_C`)).toEqual([
      'card0: CUSTOM_CARD 1 + numa0: VCPU 1',
      'card1: CUSTOM_CARD 1 + numa1: VCPU 1',
    ]);
  });

  it('may ask for traits only, if they say what they belong to', async () => {
    const query = 'resources_C=CUSTOM_CARD:1&required_N=CUSTOM_FAST&group_policy=none';
    expect(await refusal(query)).toBe(400);
    expect(await candidates(`${query}&same_subtree=_N,_C`)).toEqual(['card1: CUSTOM_CARD 1']);
    expect(await refusal(`${query}&same_subtree=_N,_C`, '1.35')).toBe(400);
  });
});

describe('summaries', () => {
  it('are of all providers of the trees, with what each microversion shows', async () => {
    const flat = uuids.get('flat') ?? '';
    const summary = async (version: string): Promise<unknown> =>
      (await body('resources=VCPU:6', version)).provider_summaries[flat];
    const VCPU = { capacity: 8, used: 2 };
    expect(await summary('1.16')).toEqual({ resources: { VCPU } });
    expect(await summary('1.17')).toEqual({ resources: { VCPU }, traits: ['HW_CPU_X86_VMX', 'CUSTOM_FAST'] });
    const all = { VCPU, MEMORY_MB: { capacity: 4096, used: 0 }, DISK_GB: { capacity: 100, used: 0 } };
    expect(await summary('1.27')).toEqual({ resources: all, traits: ['HW_CPU_X86_VMX', 'CUSTOM_FAST'] });
    expect(await summary('1.29')).toMatchObject({ parent_provider_uuid: null, root_provider_uuid: flat });
    const { provider_summaries: nested } = await body('resources=CUSTOM_CARD:2');
    expect(
      Object.keys(nested)
        .map((uuid) => names.get(uuid))
        .sort(),
    ).toEqual(['card0', 'card1', 'nested', 'numa0', 'numa1']);
  });

  it('and candidates are no more than was asked for', async () => {
    const limited = await body('resources=VCPU:1&limit=1');
    expect(limited.allocation_requests).toHaveLength(1);
    expect(await refusal('resources=VCPU:1&limit=0')).toBe(400);
    expect(await refusal('resources=VCPU:1&limit=1', '1.15')).toBe(400);
  });

  it('can be claimed as they are', async () => {
    const { allocation_requests: requests } = await body('resources=CUSTOM_CARD:1&limit=1');
    const consumer = randomUUID();
    const json = { ...claimBody({}), ...requests[0] };
    expect((await placement.ask('PUT', `/allocations/${consumer}`, { json })).status).toBe(204);
    expect((await placement.ask('DELETE', `/allocations/${consumer}`)).status).toBe(204);
    const list = (await placement.ask('GET', '/allocation_candidates?resources=VCPU:6', { version: '1.11' })).json();
    expect(list).toMatchObject({
      allocation_requests: [
        { allocations: [{ resource_provider: { uuid: uuids.get('flat') }, resources: { VCPU: 6 } }] },
      ],
    });
  });
});

describe('queries that make no sense', () => {
  it.each([
    ['', '1.39'],
    ['resources=', '1.39'],
    ['resources=VCPU', '1.39'],
    ['resources=VCPU:1:2', '1.39'],
    ['resources=VCPU:0', '1.39'],
    ['resources=VCPU:x', '1.39'],
    ['resources=CUSTOM_NONE:1', '1.39'],
    ['resources=VCPU:1&required=CUSTOM_NONE', '1.39'],
    ['resources=VCPU:1&required=', '1.39'],
    ['resources=VCPU:1&required=CUSTOM_FAST,!CUSTOM_FAST', '1.39'],
    ['resources=VCPU:1&required=in:CUSTOM_FAST,!HW_CPU_X86_VMX', '1.39'],
    ['resources=VCPU:1&required=!CUSTOM_FAST', '1.21'],
    ['resources=VCPU:1&member_of=here', '1.39'],
    ['resources=VCPU:1&in_tree=here', '1.39'],
    ['resources=VCPU:1&group_policy=any', '1.39'],
    ['resources=VCPU:1&root_required=CUSTOM_FAST&root_required=CUSTOM_FAST', '1.39'],
    ['resources=VCPU:1&root_required=CUSTOM_FAST,!CUSTOM_FAST', '1.39'],
    ['resources=VCPU:1&same_subtree=_NONE', '1.39'],
    ['resources=VCPU:1&same_subtree=', '1.39'],
    ['required1=CUSTOM_FAST', '1.35'],
    ['resources=VCPU:1&required1=CUSTOM_FAST', '1.35'],
    ['resources=VCPU:1&colour=red', '1.39'],
    ['resources=%FF', '1.39'],
  ])('%s in %s is refused', async (query, version) => {
    expect(await refusal(query, version)).toBe(400);
  });
});

describe('chance', () => {
  it('chooses among all candidates where the configuration says so', async () => {
    const random = await testPlacement({ values: { placement: { randomize_allocation_candidates: true } } });
    try {
      for (let i = 0; i < 6; i += 1)
        await makeProvider(random, { name: `host${i}`, inventories: { VCPU: { total: 1 } } });
      const found = new Set<string>();
      for (let i = 0; i < 200 && found.size < 6; i += 1) {
        const answer = await random.ask('GET', '/allocation_candidates?resources=VCPU:1&limit=1');
        const { allocation_requests: requests } = answer.json() as CandidatesBody;
        expect(requests).toHaveLength(1);
        for (const uuid of Object.keys(requests[0]?.allocations ?? {})) found.add(uuid);
      }
      expect(found.size).toBe(6);
    } finally {
      await random.close();
    }
  });
});
