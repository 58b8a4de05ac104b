// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { NoValidBackend, SchedulerHostFilterNotFound } from '../errors/scheduler.js';
import { affinityFilters } from './filters/affinity.js';
import { availabilityZoneFilter } from './filters/availability-zone.js';
import { capabilitiesFilter } from './filters/capabilities.js';
import { capacityFilter } from './filters/capacity.js';
import { driverFilter } from './filters/driver.js';
import { ignoreAttemptedHostsFilter } from './filters/ignore-attempted-hosts.js';
import { instanceLocalityFilter } from './filters/instance-locality.js';
import { jsonFilter } from './filters/json.js';
import { FilterScheduler } from './filter-scheduler.js';
import { HostManager, type VolumeService } from './host-manager.js';
import type { RequestSpec } from './schedule-request.js';
import { poolWeighers } from './weighers/weighers.js';

const SERVER = '11111111-2222-4333-8444-555555555555';
let clock = Date.UTC(2026, 0, 1);

function cloud(
  backends: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  settings: Partial<{ filters: string[]; weighers: string[]; attempts: number; zones: Record<string, string> }> = {},
) {
  const services: VolumeService[] = Object.keys(backends).map((host) => ({
    host,
    clusterName: null,
    availabilityZone: settings.zones?.[host] ?? 'nova',
  }));
  const hosts = new HostManager({ services: async () => services, defaultRatio: '20.0', logger: silentLogger });
  const asked: string[] = [];
  const report = (host: string, capabilities: Readonly<Record<string, unknown>>) => {
    clock += 1000;
    hosts.update('volume', host, capabilities, null, new Date(clock));
  };
  for (const [host, pool] of Object.entries(backends))
    report(host, { volume_backend_name: 'file', storage_protocol: 'local', pools: [{ pool_name: 'p', ...pool }] });
  const scheduler = new FilterScheduler({
    hosts,
    filters: [
      availabilityZoneFilter,
      capacityFilter,
      capabilitiesFilter,
      ignoreAttemptedHostsFilter,
      driverFilter(silentLogger),
      jsonFilter,
      instanceLocalityFilter(async (_context, server) => {
        asked.push(server);
        return 'b';
      }),
      ...affinityFilters(async (backend) => (backend === 'a@x' ? ['v1'] : [])),
    ],
    weighers: poolWeighers(
      { capacity_weight_multiplier: 1, allocated_capacity_weight_multiplier: -1, volume_number_multiplier: -1 },
      async (backend) => (backend === 'a@x' ? 3 : 1),
    ),
    settings: {
      scheduler_default_filters: settings.filters ?? ['AvailabilityZoneFilter', 'CapacityFilter', 'CapabilitiesFilter'],
      scheduler_default_weighers: settings.weighers ?? ['CapacityWeigher'],
      scheduler_max_attempts: settings.attempts ?? 3,
    },
    logger: silentLogger,
  });
  return { hosts, scheduler, services, report, asked };
}

const volume = (size: number, more: Partial<RequestSpec> = {}): RequestSpec => ({
  volume_id: 'v',
  volume_properties: { size, project_id: 'p', attach_status: 'detached' },
  ...more,
});
const room = (free: number, more = {}) => ({ total_capacity_gb: 100, free_capacity_gb: free, ...more });

describe('a pool is chosen', () => {
  it('by the room that is left, and what it gave is gone until its next report', async () => {
    const { scheduler, report } = cloud({ 'a@x': room(10), 'b@x': room(9) });
    const hosts: string[] = [];
    for (const size of [3, 3, 3, 3]) hosts.push((await scheduler.place(volume(size), {})).pool.host);
    expect(hosts).toEqual(['a@x#p', 'b@x#p', 'a@x#p', 'b@x#p']);
    await expect(scheduler.place(volume(5), {})).rejects.toThrow(NoValidBackend);
    report('b@x', { pools: [{ pool_name: 'p', ...room(50) }] });
    expect((await scheduler.place(volume(5), {})).pool.host).toBe('b@x#p');
  });

  it('never for more than it has, however many ask at once', async () => {
    const { scheduler } = cloud({ 'a@x': room(10), 'b@x': room(10) });
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => scheduler.place(volume(4), {})));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });

  it('with over-subscription where it is thin, and without where the type is thick', async () => {
    const thin = { thin_provisioning_support: true, provisioned_capacity_gb: 150, max_over_subscription_ratio: '2.0' };
    const { scheduler } = cloud({ 'a@x': room(20, thin) });
    expect((await scheduler.place(volume(50), {})).pool.provisioned).toBe(200);
    await expect(scheduler.place(volume(1), {})).rejects.toThrow(NoValidBackend);
    const thick = cloud({ 'a@x': room(20, thin) }).scheduler;
    const type = { extra_specs: { 'provisioning:type': 'thick' } };
    await expect(thick.place(volume(21, { volume_type: type }), {})).rejects.toThrow(NoValidBackend);
    expect((await thick.place(volume(20, { volume_type: type }), {})).pool.host).toBe('a@x#p');
  });

  it('less what it keeps in reserve, and anyhow where it cannot tell', async () => {
    const { scheduler } = cloud({ 'a@x': room(30, { reserved_percentage: 20 }) });
    await expect(scheduler.place(volume(11), {})).rejects.toThrow(NoValidBackend);
    expect((await scheduler.place(volume(10), {})).pool.host).toBe('a@x#p');
    const unknown = cloud({ 'a@x': { total_capacity_gb: 'infinite', free_capacity_gb: 'infinite' } }).scheduler;
    expect((await unknown.place(volume(5000), {})).pool.free).toBe('infinite');
  });

  it('in a zone that was asked for, with what the type asks for', async () => {
    const zones = { 'a@x': 'north', 'b@x': 'south' };
    const { scheduler } = cloud(
      { 'a@x': room(50, { multiattach: true, tier: 'gold' }), 'b@x': room(90, { tier: 'tin' }) },
      { zones },
    );
    expect((await scheduler.place(volume(1, { availability_zones: ['south'] }), {})).pool.host).toBe('b@x#p');
    const typed = async (specs: Record<string, string>) =>
      (await scheduler.place(volume(1, { volume_type: { extra_specs: specs } }), {})).pool.host;
    expect(await typed({ multiattach: '<is> True' })).toBe('a@x#p');
    expect(await typed({ 'capabilities:tier': '<or> gold <or> silver' })).toBe('a@x#p');
    expect(await typed({ volume_backend_name: 'file', 'vendor:thing': 'x' })).toBe('b@x#p');
    await expect(typed({ tier: 's== lead' })).rejects.toThrow(NoValidBackend);
    await expect(typed({ nowhere: 'x' })).rejects.toThrow(NoValidBackend);
  });

  it('by hints: beside other volumes, apart from them, at a server, by a query', async () => {
    const filters = ['SameBackendFilter', 'DifferentBackendFilter', 'InstanceLocalityFilter', 'JsonFilter'];
    const { scheduler, asked } = cloud({ 'a@x': room(50), 'b@x': room(90) }, { filters });
    const hinted = async (hints: Record<string, unknown>) =>
      (await scheduler.place(volume(1), { scheduler_hints: hints })).pool.host;
    expect(await hinted({ same_host: 'v1' })).toBe('a@x#p');
    expect(await hinted({ different_host: ['v1'] })).toBe('b@x#p');
    expect(await hinted({ local_to_instance: SERVER })).toBe('b@x#p');
    expect(asked).toEqual([SERVER]);
    await expect(hinted({ local_to_instance: 's1' })).rejects.toThrow('Expected a UUID but received s1.');
    expect(await hinted({ query: '["<", "$free_capacity_gb", 60]' })).toBe('a@x#p');
    await expect(hinted({ query: '["nonsense", 1]' })).rejects.toThrow(NoValidBackend);
  });

  it("by the back ends' own functions", async () => {
    const functions = (filter: string, goodness: string) =>
      room(50, { filter_function: filter, goodness_function: goodness });
    const { scheduler } = cloud(
      {
        'a@x': functions('volume.size < 10', '(volume.size < 5) ? 100 : 20'),
        'b@x': functions('stats.free_capacity_gb > 10 and volume.size >= 2', 'min(30, 60)'),
        'c@x': functions('nonsense.x > 1', '100'),
      },
      { filters: ['DriverFilter'], weighers: ['GoodnessWeigher'] },
    );
    expect((await scheduler.place(volume(1), {})).pool.host).toBe('a@x#p');
    expect((await scheduler.place(volume(6), {})).pool.host).toBe('b@x#p');
    expect((await scheduler.place(volume(20), {})).pool.host).toBe('b@x#p');
  });

  it('by fewest volumes, or by what was given away', async () => {
    const backends = { 'a@x': room(50, { allocated_capacity_gb: 1 }), 'b@x': room(50, { allocated_capacity_gb: 30 }) };
    const first = async (weigher: string) =>
      (await cloud(backends, { weighers: [weigher] }).scheduler.place(volume(1), {})).pool.host;
    expect(await first('VolumeNumberWeigher')).toBe('b@x#p');
    expect(await first('AllocatedCapacityWeigher')).toBe('a@x#p');
  });
});

describe('what did not work', () => {
  it('is tried elsewhere, a few times', async () => {
    const filters = ['IgnoreAttemptedHostsFilter', 'CapacityFilter'];
    const { scheduler } = cloud({ 'a@x': room(50), 'b@x': room(40) }, { filters });
    const first = await scheduler.place(volume(20), {});
    expect(first.filterProperties.retry).toEqual({ num_attempts: 1, backends: ['a@x#p'], hosts: ['a@x#p'] });
    const second = await scheduler.place(volume(20), first.filterProperties);
    expect([second.pool.host, first.pool.free]).toEqual(['b@x#p', 50]);
    await expect(scheduler.place(volume(20), second.filterProperties)).rejects.toThrow(/No weighed backends/);
    const third = { retry: { num_attempts: 3, backends: ['a@x#p'], hosts: [] } };
    await expect(scheduler.place(volume(20), third)).rejects.toThrow(
      /Exceeded max scheduling attempts 3 for resource v/,
    );
  });

  it('a back end that is down is not there, and an older report is dropped', async () => {
    const { hosts, scheduler, services } = cloud({ 'a@x': room(50), 'b@x': room(40) });
    hosts.update('volume', 'b@x', { pools: [{ pool_name: 'p', ...room(99) }] }, null, new Date(0));
    services.shift();
    expect((await scheduler.place(volume(1), {})).pool.host).toBe('b@x#p');
    expect((await hosts.describe()).map(({ name, capabilities }) => [name, capabilities.free_capacity_gb])).toEqual([
      ['b@x#p', 39],
    ]);
    expect(await hosts.hasAllReports()).toBe(true);
  });
});

describe('a volume that is there', () => {
  it('may grow, or be taken, where it is', async () => {
    const { scheduler } = cloud({ 'a@x': room(5), 'b@x': room(50) });
    expect((await scheduler.placeOn('a@x#p', volume(10), {}, { size: 4 })).pool.host).toBe('a@x#p');
    await expect(scheduler.placeOn('a@x#p', volume(10), {}, { size: 6 })).rejects.toThrow(
      /Cannot place volume v on a@x#p/,
    );
  });

  it('stays with another type where it can, and moves where it may', async () => {
    const { scheduler } = cloud({ 'a@x': room(0, { tier: 'tin' }), 'b@x': room(50, { tier: 'gold' }) });
    const typed = (tier: string) => volume(10, { volume_type: { name: 't', extra_specs: { tier } } });
    expect((await scheduler.placeRetyped('a@x#p', typed('tin'), {}, 'never')).pool.host).toBe('a@x#p');
    await expect(scheduler.placeRetyped('a@x#p', typed('gold'), {}, 'never')).rejects.toThrow(/migration not allowed/);
    expect((await scheduler.placeRetyped('a@x#p', typed('gold'), {}, 'on-demand')).pool.host).toBe('b@x#p');
    await expect(scheduler.placeRetyped('a@x#p', typed('lead'), {}, 'on-demand')).rejects.toThrow(
      /No valid backends for volume v with type t/,
    );
  });
});

it('a filter that there is not is named at start', () => {
  expect(() => cloud({}, { filters: ['cinder.scheduler.filters.NoSuchFilter'] })).toThrow(SchedulerHostFilterNotFound);
});
