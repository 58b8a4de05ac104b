// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoValidHost } from '../errors/instances.js';
import { CellMappingRepository } from '../cells/index.js';
import type { Choice } from './filter-scheduler.js';
import { scheduleRequestOf } from './schedule-request.js';
import { SchedulerPlayground, specValues } from './test-support.js';

type Values = Readonly<Record<string, unknown>>;

const NOT_ENOUGH = 'No valid host was found. There are not enough hosts available.';
const NO_CANDIDATES = 'No valid host was found. ';

describe('the choice of hosts', () => {
  let cloud: SchedulerPlayground;

  beforeEach(async () => {
    cloud = await SchedulerPlayground.open();
  });
  afterEach(() => cloud.close());

  /** @param uuids - null for nobody's */
  async function choose(
    spec: Values = {},
    more: { readonly count?: number; readonly alternates?: boolean; readonly uuids?: readonly string[] | null } = {},
  ): Promise<readonly (readonly Choice[])[]> {
    const { count = 1, alternates = false, uuids = Array.from({ length: count }, () => randomUUID()) } = more;
    const { scheduler } = await cloud.choice();
    return scheduler.choose(cloud.context, scheduleRequestOf(specValues(spec)), uuids ?? undefined, alternates);
  }
  const hostsOf = (choices: readonly (readonly Choice[])[]) => choices.map((each) => each.map(({ host }) => host.host));
  const claims = (): number => cloud.placement.consumers.size;

  it('is the host with most room, claimed, of any cell', async () => {
    await cloud.host('small', { memory_mb: 1024 });
    const uuid = await cloud.host('big', { cell: 'cell2', memory_mb: 8192 });
    const vm = randomUUID();
    const [[choice]] = (await choose({}, { uuids: [vm] })) as [[Choice]];
    expect(choice.host).toMatchObject({ host: 'big', uuid, cellUuid: cloud.cell('cell2').mapping.uuid });
    expect(cloud.placement.queries).toEqual([
      'limit=1000&resources=DISK_GB%3A1%2CMEMORY_MB%3A128%2CVCPU%3A1&root_required=%21COMPUTE_STATUS_DISABLED',
    ]);
    expect(await cloud.placement.allocationsOf(vm)).toMatchObject({
      allocations: { [uuid]: { resources: { VCPU: 1, MEMORY_MB: 128, DISK_GB: 1 } } },
      project_id: 'project',
      user_id: 'user',
    });
  });

  it('spreads the instances of one request, since each takes room', async () => {
    await cloud.host('a', { memory_mb: 1024 });
    await cloud.host('b', { memory_mb: 1024 });
    const hosts = hostsOf(await choose({}, { count: 4 })).flat();
    expect(hosts.filter((host) => host === 'a')).toHaveLength(2);
    expect(claims()).toBe(4);
  });

  it('is all or nothing', async () => {
    await cloud.host('a', { vcpus: 2 });
    await expect(choose({}, { count: 3 })).rejects.toThrow(NOT_ENOUGH);
    expect(claims()).toBe(0);
    await expect(choose({}, { count: 2 })).resolves.toHaveLength(2);
    await expect(choose()).rejects.toThrow(NO_CANDIDATES);
  });

  it('passes over hosts that are full by then', async () => {
    const best = await cloud.host('best', { memory_mb: 8192, vcpus: 1 });
    await cloud.host('other', { vcpus: 1 });
    cloud.placement.beforeClaim = ({ request }) => {
      if (best in request.allocations)
        cloud.placement.consumers.set('somebody', {
          allocations: { [best]: { resources: { VCPU: 1 } } },
          generation: 1,
          projectId: 'p',
          userId: 'u',
        });
    };
    expect(hostsOf(await choose())).toEqual([['other']]);
    await expect(choose()).rejects.toBeInstanceOf(NoValidHost);
  });

  it('names others of the same cell that could be tried instead', async () => {
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries())
      await cloud.host(name, { memory_mb: 8192 - index * 512 });
    await cloud.host('elsewhere', { cell: 'cell2', memory_mb: 7000 });
    expect(hostsOf(await choose({}, { alternates: true }))).toEqual([['a', 'b', 'c']]);
    const several = hostsOf(await choose({}, { count: 2, alternates: true }));
    expect(several).toHaveLength(2);
    for (const [chosen, ...alternates] of several) {
      expect(alternates).toHaveLength(2);
      expect(alternates).not.toContain(chosen);
      expect(alternates).not.toContain('elsewhere');
    }
  });

  it('keeps the members of a group apart, or together', async () => {
    for (const name of ['a', 'b']) await cloud.host(name);
    const group = (policy: string, members: readonly string[], hosts: readonly string[] = []): Values => ({
      instance_group: { uuid: randomUUID(), policy, members, hosts },
    });
    const apart = [randomUUID(), randomUUID(), randomUUID()];
    await expect(choose(group('anti-affinity', apart), { uuids: apart })).rejects.toThrow(NOT_ENOUGH);
    expect(claims()).toBe(0);
    const two = apart.slice(0, 2);
    expect(new Set(hostsOf(await choose(group('anti-affinity', two), { uuids: two })).flat()).size).toBe(2);
    const member = await cloud.instance('b');
    const joins = randomUUID();
    expect(hostsOf(await choose(group('anti-affinity', [member, joins]), { uuids: [joins] }))).toEqual([['a']]);
    const together = [randomUUID(), randomUUID()];
    const hosts = hostsOf(await choose(group('affinity', together), { uuids: together })).flat();
    expect(new Set(hosts).size).toBe(1);
    expect(hostsOf(await choose(group('affinity', [member], ['b'])))).toEqual([['b']]);
  });

  it('takes what hosts tell of their instances, unless that is switched off', async () => {
    await cloud.host('a');
    await cloud.host('b', { memory_mb: 1024 });
    const [member, joins] = [randomUUID(), randomUUID()];
    const request = () =>
      scheduleRequestOf(
        specValues({ instance_group: { policy: 'anti-affinity', members: [member, joins], hosts: [] } }),
      );
    const { scheduler, tracker } = await cloud.choice();
    await tracker.sync('a', []);
    await tracker.update('a', [member]);
    expect(hostsOf(await scheduler.choose(cloud.context, request(), [joins], false))).toEqual([['b']]);
    await cloud.placement.removeAllocations(joins);
    await tracker.delete('a', member);
    expect(hostsOf(await scheduler.choose(cloud.context, request(), [joins], false))).toEqual([['a']]);
  });

  it('is where an administrator forces it, whatever filters say', async () => {
    await cloud.host('a', { memory_mb: 8192 });
    const forced = await cloud.host('b', { service: { disabled: true } });
    expect(hostsOf(await choose({ force_hosts: ['b'] }))).toEqual([['b']]);
    expect(cloud.placement.queries.at(-1)).toContain(`in_tree=${forced}`);
    await expect(choose({ force_hosts: ['nowhere'] })).rejects.toThrow(
      'No valid host was found. No such host - host: nowhere node: None ',
    );
  });

  it('is where a destination says, if filters let it, and never on hosts to be ignored', async () => {
    await cloud.host('a', { memory_mb: 8192 });
    await cloud.host('b');
    expect(hostsOf(await choose({ requested_destination: { host: 'b' } }))).toEqual([['b']]);
    expect(hostsOf(await choose({ ignore_hosts: ['A'] }))).toEqual([['b']]);
    await cloud.host('off', { service: { disabled: true } });
    await expect(choose({ requested_destination: { host: 'off' } })).rejects.toThrow(NOT_ENOUGH);
  });

  it('stays in the cell of a move unless it may leave it, and prefers that one then', async () => {
    await cloud.host('a', { memory_mb: 1024 });
    await cloud.host('b', { cell: 'cell2', memory_mb: 8192 });
    const cell = { uuid: cloud.cell('cell1').mapping.uuid };
    expect(hostsOf(await choose({ requested_destination: { cell } }))).toEqual([['a']]);
    const crossing = { requested_destination: { cell, allow_cross_cell_move: true } };
    expect(hostsOf(await choose(crossing))).toEqual([['a']]);
    expect(hostsOf(await choose({ ...crossing, ignore_hosts: ['a'] }))).toEqual([['b']]);
  });

  it('leaves out cells that are switched off, and hosts that are down', async () => {
    await cloud.host('a', { memory_mb: 1024 });
    await cloud.host('down', { service: { forced_down: true } });
    await cloud.host('silent', { node: { free_disk_gb: null } });
    await cloud.host('b', { cell: 'cell2', memory_mb: 8192 });
    await new CellMappingRepository(cloud.databases.api).setDisabled(cloud.cell('cell2').mapping.uuid, true);
    cloud.databases.cells.refresh();
    expect(hostsOf(await choose({}, { alternates: true }))).toEqual([['a']]);
  });

  it('asks placement for the aggregates of the zone', async () => {
    await cloud.host('a', { memory_mb: 8192 });
    await cloud.host('b');
    const east = await cloud.aggregate('east', { availability_zone: 'east' }, 'b');
    expect(hostsOf(await choose({ availability_zone: 'east' }))).toEqual([['b']]);
    expect(cloud.placement.queries.at(-1)).toContain(`member_of=in%3A${east}`);
  });

  it('is not claimed for a rebuild, which is looked at where the instance is', async () => {
    await cloud.host('a');
    await cloud.host('b', { node: { supported_hv_specs: [] } });
    const rebuild = (host: string, properties: Values = {}): Values => ({
      scheduler_hints: { _nova_check_type: ['rebuild'] },
      requested_destination: { host, node: host },
      image: { id: 'i', name: 'i', properties },
    });
    expect(hostsOf(await choose(rebuild('a', { hw_architecture: 'x86_64' })))).toEqual([['a']]);
    expect(cloud.placement.queries).toEqual([]);
    expect(claims()).toBe(0);
    await expect(choose(rebuild('b', { hw_architecture: 'x86_64' }))).rejects.toThrow(NOT_ENOUGH);
  });

  it('is asked for virtual processors where no host has pinned ones', async () => {
    await cloud.host('a');
    const flavor = { ...(specValues().flavor as Values), extra_specs: { 'hw:cpu_policy': 'dedicated' } };
    expect(hostsOf(await choose({ flavor }))).toEqual([['a']]);
    expect(cloud.placement.queries.map((query) => /[VP]CPU/.exec(query)?.[0])).toEqual(['PCPU', 'VCPU']);
  });

  it('is only named where nobody says whose it is', async () => {
    await cloud.host('a', { memory_mb: 1024 });
    await cloud.host('b', { memory_mb: 1024 });
    const choices = hostsOf(await choose({ num_instances: 2 }, { uuids: null }));
    expect(new Set(choices.flat()).size).toBe(2);
    expect(claims()).toBe(0);
  });

  it('is none where placement does not answer', async () => {
    await cloud.host('a');
    cloud.placement.isDown = true;
    await expect(choose()).rejects.toThrow(NO_CANDIDATES);
  });

  it('gives out exactly what is there to many at a time', async () => {
    for (let index = 0; index < 5; index += 1) await cloud.host(`h${index}`, { vcpus: 5 });
    const { scheduler } = await cloud.choice();
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, () =>
        scheduler.choose(cloud.context, scheduleRequestOf(specValues()), [randomUUID()], true),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(NoValidHost);
    expect(claims()).toBe(25);
    for (const uuid of cloud.placement.providers.keys()) expect(cloud.placement.used(uuid, 'VCPU')).toBe(5);
  });
});

describe('requests that placement is asked for', () => {
  async function queryWith(
    options: Values,
    prepare: (cloud: SchedulerPlayground) => Promise<unknown>,
    spec: Values = {},
  ) {
    const cloud = await SchedulerPlayground.open({ scheduler: options });
    try {
      await cloud.host('a');
      await prepare(cloud);
      const { scheduler } = await cloud.choice();
      const [choice] = await Promise.allSettled([
        scheduler.choose(cloud.context, scheduleRequestOf(specValues(spec)), [randomUUID()], false),
      ]);
      const error = choice.status === 'rejected' ? (choice.reason as Error).message : undefined;
      return { query: new URLSearchParams(cloud.placement.queries[0]), error };
    } finally {
      await cloud.close();
    }
  }

  it('keep projects to their aggregates', async () => {
    const options = { limit_tenants_to_placement_aggregate: true, placement_aggregate_required_for_tenants: true };
    let uuid = '';
    const own = await queryWith(options, async (cloud) => {
      uuid = await cloud.aggregate('own', { filter_tenant_id1: 'project' }, 'a');
    });
    expect(own.query.get('member_of')).toBe(`in:${uuid}`);
    expect(own.error).toBeUndefined();
    const none = await queryWith(options, async (cloud) => cloud.aggregate('x', { filter_tenant_id: 'other' }, 'a'));
    expect(none.error).toBe('No valid host was found. Scheduling failed: No hosts available for tenant');
  });

  it('keep aggregates for the traits that they are for', async () => {
    const options = { enable_isolated_aggregate_filtering: true };
    let uuid = '';
    const prepare = async (cloud: SchedulerPlayground) => {
      uuid = await cloud.aggregate('licensed', { 'trait:CUSTOM_LICENSED': 'required' }, 'a');
    };
    const other = await queryWith(options, prepare);
    expect(other.query.get('member_of')).toBe(`!in:${uuid}`);
    expect(other.error).toBe(NO_CANDIDATES);
    const licensed = await queryWith(options, prepare, {
      image: { id: 'i', properties: { traits_required: ['CUSTOM_LICENSED'] } },
    });
    expect(licensed.query.get('member_of')).toBeNull();
    expect(licensed.query.get('required')).toBe('CUSTOM_LICENSED');
  });

  it('name traits of the image, and of what it is made for', async () => {
    const options = { query_placement_for_image_type_support: true, image_metadata_prefilter: true };
    const image = { id: 'i', disk_format: 'qcow2', properties: { hw_disk_bus: 'virtio', hw_vif_model: 'ne2k_pci' } };
    const flavor = {
      ...(specValues().flavor as Values),
      extra_specs: { 'accel:device_profile': 'gpu', 'hw:ephemeral_encryption': 'true' },
    };
    const { query } = await queryWith(options, async () => undefined, { image, flavor });
    expect(query.get('root_required')).toBe(
      'COMPUTE_ACCELERATORS,COMPUTE_EPHEMERAL_ENCRYPTION,COMPUTE_IMAGE_TYPE_QCOW2,COMPUTE_NET_VIF_MODEL_NE2K_PCI,' +
        'COMPUTE_STORAGE_BUS_VIRTIO,!COMPUTE_STATUS_DISABLED',
    );
  });
});
