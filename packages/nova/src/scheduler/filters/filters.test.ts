// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { SchedulerHostFilterNotFound } from '../../errors/scheduler.js';
import type { ComputeNodeValues, ServiceValues } from '../../hosts/host.js';
import { HostState } from '../hosts/host-state.js';
import type { HostAggregate } from '../ports.js';
import { scheduleRequestOf } from '../schedule-request.js';
import { specValues } from '../test-support.js';
import { matchesSpec } from './extra-spec-operators.js';
import { enabledFilters, filterHosts } from './filter-chain.js';
import { hostFilters } from './host-filters.js';
import { isInNetwork } from './network.js';

type Values = Readonly<Record<string, unknown>>;

interface Case {
  readonly node?: Partial<ComputeNodeValues> & { readonly pci_stats?: string };
  readonly service?: Partial<ServiceValues>;
  readonly metadata?: readonly Readonly<Record<string, string>>[];
  readonly instances?: readonly string[];
  readonly spec?: Values;
}

const ISOLATED = {
  isolated_hosts: ['iso'],
  isolated_images: ['gold'],
  restrict_isolated_hosts_to_isolated_images: true,
};

function filtersWith(settings: Partial<typeof ISOLATED> = {}, namespace?: string) {
  return hostFilters({
    isUp: ({ last_seen_up: seen }) => seen !== null,
    defaultArchitecture: undefined,
    aggregates: { defaultZone: 'nova', isolationNamespace: namespace, isolationSeparator: '.' },
    settings: { max_io_ops_per_host: 8, max_instances_per_host: 50, ...ISOLATED, ...settings },
    metrics: ['cpu.percent'],
    logger: silentLogger,
  });
}

function hostOf({ node = {}, service = {}, metadata = [], instances = [] }: Case, host = 'h'): HostState {
  const aggregates: HostAggregate[] = metadata.map((one, id) => ({
    id,
    uuid: null,
    name: null,
    hosts: [host],
    metadata: one,
  }));
  return new HostState({
    node: {
      uuid: 'u',
      host,
      hypervisor_hostname: host,
      hypervisor_type: 'QEMU',
      hypervisor_version: 7_002_000,
      vcpus: 4,
      vcpus_used: 0,
      memory_mb: 1024,
      local_gb: 10,
      local_gb_used: 0,
      free_ram_mb: 512,
      free_disk_gb: 5,
      disk_available_least: null,
      cpu_info: '{"arch": "x86_64", "topology": {"cores": 2}}',
      supported_hv_specs: [{ arch: 'x86_64', hv_type: 'kvm', vm_mode: 'hvm' }],
      stats: {},
      metrics: null,
      host_ip: '10.0.0.7',
      ...node,
    } as ComputeNodeValues,
    service: { disabled: false, last_seen_up: new Date(), ...service } as ServiceValues,
    cellUuid: 'cell',
    aggregates,
    instances: new Set(instances),
  });
}

function passes(name: string, given: Case, filters = filtersWith(), host = 'h'): boolean {
  const filter = filters.find((one) => one.name === name);
  if (filter === undefined) throw new Error(`There is no ${name}`);
  return filter.passes(hostOf(given, host), scheduleRequestOf(specValues(given.spec)));
}

const flavorWith = (extra: Values): Values => ({
  flavor: { name: 'm1', vcpus: 1, memory_mb: 1, root_gb: 1, ephemeral_gb: 0, swap: 0, extra_specs: extra },
});
const imageWith = (properties: Values, id = 'i'): Values => ({ image: { id, name: 'i', properties } });
const groupWith = (policy: string, more: Values = {}): Values => ({
  instance_group: { uuid: 'g', policy, members: ['a', 'b'], hosts: [], ...more },
});
const hint = (name: string, ...values: readonly unknown[]): Values => ({ scheduler_hints: { [name]: values } });
const pools = (...all: readonly Values[]): string =>
  JSON.stringify({
    'nova_object.name': 'PciDevicePoolList',
    'nova_object.data': {
      objects: all.map((one) => ({ 'nova_object.name': 'PciDevicePool', 'nova_object.data': one })),
    },
  });
const pci = (count: number, spec: Values): Values => ({ pci_requests: { requests: [{ count, spec: [spec] }] } });

describe('filters', () => {
  it.each<[string, boolean, Case]>([
    ['AllHostsFilter', true, {}],
    ['ComputeFilter', true, {}],
    ['ComputeFilter', false, { service: { disabled: true } }],
    ['ComputeFilter', false, { service: { last_seen_up: null } }],
    ['ComputeCapabilitiesFilter', true, { spec: flavorWith({ 'capabilities:cpu_info:topology:cores': '>= 2' }) }],
    ['ComputeCapabilitiesFilter', false, { spec: flavorWith({ 'capabilities:cpu_info:topology:cores': '> 2' }) }],
    ['ComputeCapabilitiesFilter', false, { spec: flavorWith({ 'capabilities:nothing': '1' }) }],
    ['ComputeCapabilitiesFilter', true, { spec: flavorWith({ unknown: '1', 'hw:cpu_policy': 'shared' }) }],
    ['ComputeCapabilitiesFilter', false, { spec: flavorWith({ hypervisor_type: 's== Xen' }) }],
    ['ComputeCapabilitiesFilter', true, { node: { stats: { gold: '7' } }, spec: flavorWith({ gold: '= 5' }) }],
    ['ImagePropertiesFilter', true, { spec: imageWith({}) }],
    ['ImagePropertiesFilter', true, { spec: imageWith({ hw_architecture: 'amd64', hw_vm_mode: 'hv' }) }],
    ['ImagePropertiesFilter', false, { spec: imageWith({ hw_architecture: 'aarch64' }) }],
    ['ImagePropertiesFilter', false, { spec: imageWith({ img_hv_type: 'xen' }) }],
    ['ImagePropertiesFilter', false, { node: { supported_hv_specs: [] }, spec: imageWith({ img_hv_type: 'kvm' }) }],
    ['ImagePropertiesFilter', true, { spec: imageWith({ img_hv_type: 'kvm', img_hv_requested_version: '>=7.2,<8' }) }],
    ['ImagePropertiesFilter', false, { spec: imageWith({ img_hv_type: 'kvm', img_hv_requested_version: '>7.2' }) }],
    ['ServerGroupAntiAffinityFilter', true, { instances: ['x'], spec: groupWith('anti-affinity') }],
    ['ServerGroupAntiAffinityFilter', false, { instances: ['a'], spec: groupWith('anti-affinity') }],
    ['ServerGroupAntiAffinityFilter', true, { instances: ['a'], spec: groupWith('affinity') }],
    [
      'ServerGroupAntiAffinityFilter',
      true,
      { instances: ['a'], spec: { ...groupWith('anti-affinity'), instance_uuid: 'a' } },
    ],
    [
      'ServerGroupAntiAffinityFilter',
      true,
      { instances: ['a'], spec: groupWith('anti-affinity', { _rules: { max_server_per_host: '2' } }) },
    ],
    ['ServerGroupAffinityFilter', true, { spec: groupWith('affinity') }],
    ['ServerGroupAffinityFilter', true, { spec: groupWith('affinity', { hosts: ['h'] }) }],
    ['ServerGroupAffinityFilter', false, { spec: groupWith('affinity', { hosts: ['other'] }) }],
    ['SameHostFilter', true, {}],
    ['SameHostFilter', true, { instances: ['a'], spec: hint('same_host', 'a') }],
    ['SameHostFilter', false, { instances: ['a'], spec: hint('same_host', ['b', 'c']) }],
    ['DifferentHostFilter', false, { instances: ['a'], spec: hint('different_host', 'b', 'a') }],
    ['DifferentHostFilter', true, { instances: ['a'], spec: hint('different_host', 'b') }],
    ['SimpleCIDRAffinityFilter', true, { spec: hint('build_near_host_ip', '10.0.0.200') }],
    ['SimpleCIDRAffinityFilter', false, { spec: hint('build_near_host_ip', '10.0.1.1') }],
    [
      'SimpleCIDRAffinityFilter',
      true,
      { spec: { scheduler_hints: { build_near_host_ip: ['10.0.1.1'], cidr: ['/16'] } } },
    ],
    ['AvailabilityZoneFilter', true, { spec: { availability_zone: 'nova' } }],
    ['AvailabilityZoneFilter', false, { spec: { availability_zone: 'east' } }],
    [
      'AvailabilityZoneFilter',
      true,
      { metadata: [{ availability_zone: 'east' }], spec: { availability_zone: 'east' } },
    ],
    [
      'AvailabilityZoneFilter',
      false,
      { metadata: [{ availability_zone: 'east' }], spec: { availability_zone: 'nova' } },
    ],
    [
      'AggregateImagePropertiesIsolation',
      true,
      { metadata: [{ os_type: 'linux, windows' }], spec: imageWith({ os_type: 'windows' }) },
    ],
    [
      'AggregateImagePropertiesIsolation',
      false,
      { metadata: [{ os_type: 'linux' }], spec: imageWith({ os_type: 'windows' }) },
    ],
    ['AggregateImagePropertiesIsolation', true, { metadata: [{ os_type: 'linux' }], spec: imageWith({}) }],
    ['AggregateInstanceExtraSpecsFilter', true, { spec: flavorWith({}) }],
    ['AggregateInstanceExtraSpecsFilter', true, { metadata: [{ ssd: 'true' }], spec: flavorWith({ ssd: 'true' }) }],
    ['AggregateInstanceExtraSpecsFilter', false, { spec: flavorWith({ ssd: 'true' }) }],
    [
      'AggregateInstanceExtraSpecsFilter',
      true,
      {
        metadata: [{ ssd: 'no' }, { ssd: 'yes' }],
        spec: flavorWith({ 'aggregate_instance_extra_specs:ssd': '<or> yes <or> y' }),
      },
    ],
    ['AggregateInstanceExtraSpecsFilter', true, { spec: flavorWith({ 'capabilities:x': '1' }) }],
    ['AggregateMultiTenancyIsolation', true, {}],
    ['AggregateMultiTenancyIsolation', true, { metadata: [{ filter_tenant_id: 'other, project' }] }],
    ['AggregateMultiTenancyIsolation', false, { metadata: [{ filter_tenant_id: 'other' }] }],
    ['AggregateTypeAffinityFilter', true, {}],
    ['AggregateTypeAffinityFilter', true, { metadata: [{ instance_type: 'm2, m1.small' }] }],
    ['AggregateTypeAffinityFilter', false, { metadata: [{ instance_type: 'm2' }] }],
    ['IoOpsFilter', true, { node: { stats: { io_workload: '7' } } }],
    ['IoOpsFilter', false, { node: { stats: { io_workload: '8' } } }],
    [
      'AggregateIoOpsFilter',
      false,
      { node: { stats: { io_workload: '3' } }, metadata: [{ max_io_ops_per_host: '3' }] },
    ],
    [
      'AggregateIoOpsFilter',
      true,
      { node: { stats: { io_workload: '7' } }, metadata: [{ max_io_ops_per_host: 'few' }] },
    ],
    ['NumInstancesFilter', false, { node: { stats: { num_instances: '50' } } }],
    [
      'AggregateNumInstancesFilter',
      false,
      {
        node: { stats: { num_instances: '2' } },
        metadata: [{ max_instances_per_host: '9' }, { max_instances_per_host: '2' }],
      },
    ],
    ['IsolatedHostsFilter', true, {}],
    ['IsolatedHostsFilter', false, { spec: imageWith({}, 'gold') }],
    ['JsonFilter', true, {}],
    ['JsonFilter', true, { spec: hint('query', '["and", [">=", "$free_ram_mb", 512], ["not", ["=", "$host", "x"]]]') }],
    ['JsonFilter', false, { spec: hint('query', '["in", "$hypervisor_hostname", "a", "b"]') }],
    [
      'JsonFilter',
      true,
      { spec: hint('query', '["or", ["<", "$service.report_count", 1], [">", "$free_disk_mb", 1]]') },
    ],
    ['JsonFilter', false, { spec: hint('query', '["<", 1]') }],
    ['JsonFilter', false, { spec: hint('query', 'no query') }],
    ['MetricsFilter', false, {}],
    ['MetricsFilter', true, { node: { metrics: '[{"name": "cpu.percent", "value": 0.5}]' } }],
    ['NUMATopologyFilter', true, {}],
    ['NUMATopologyFilter', false, { spec: { numa_topology: { cells: [] } } }],
    ['PciPassthroughFilter', true, {}],
    ['PciPassthroughFilter', false, { spec: pci(1, { vendor_id: '8086' }) }],
    [
      'PciPassthroughFilter',
      true,
      {
        node: {
          pci_stats: pools(
            { count: 1, vendor_id: '8086', tags: { nic: 'fast' } },
            { count: 1, vendor_id: '8086', tags: { nic: 'fast' } },
          ),
        },
        spec: pci(2, { vendor_id: '8086', nic: 'fast' }),
      },
    ],
    [
      'PciPassthroughFilter',
      false,
      {
        node: { pci_stats: pools({ count: 4, vendor_id: '8086', tags: { dev_type: 'type-PF' } }) },
        spec: pci(1, { vendor_id: '8086' }),
      },
    ],
  ])('%s says %s', (name, expected, given) => {
    expect(passes(name, given)).toBe(expected);
  });

  it('keep isolated hosts for isolated images, or these to those hosts only', () => {
    expect(passes('IsolatedHostsFilter', { spec: imageWith({}, 'gold') }, filtersWith(), 'iso')).toBe(true);
    expect(passes('IsolatedHostsFilter', {}, filtersWith(), 'iso')).toBe(false);
    const shared = filtersWith({ restrict_isolated_hosts_to_isolated_images: false });
    expect(passes('IsolatedHostsFilter', {}, shared, 'iso')).toBe(true);
    expect(passes('IsolatedHostsFilter', { spec: imageWith({}, 'gold') }, shared)).toBe(false);
  });

  it('look at metadata with a prefix only where there is one', () => {
    const given = { metadata: [{ os_type: 'linux' }], spec: imageWith({ os_type: 'windows' }) };
    expect(passes('AggregateImagePropertiesIsolation', given, filtersWith({}, 'image'))).toBe(true);
  });

  it('are those that options enable, if they are available', () => {
    const filters = filtersWith();
    const names = (available: string[], enabled: string[]) =>
      enabledFilters(filters, available, enabled).map(({ name }) => name);
    expect(names(['nova.scheduler.filters.all_filters'], ['JsonFilter', 'ComputeFilter'])).toEqual([
      'JsonFilter',
      'ComputeFilter',
    ]);
    expect(names(['nova.scheduler.filters.json_filter.JsonFilter'], ['JsonFilter'])).toEqual(['JsonFilter']);
    expect(() => names(['nova.scheduler.filters.json_filter.JsonFilter'], ['ComputeFilter'])).toThrow(
      SchedulerHostFilterNotFound,
    );
    expect(() => names(['nova.scheduler.filters.all_filters'], ['RetryFilter', 'CoreFilter'])).toThrow(
      'RetryFilter, CoreFilter',
    );
  });

  it('run once for a request, and few for a rebuild', () => {
    const ran: string[] = [];
    const filter = (name: string, more = {}) => ({ name, ...more, passes: () => ran.push(name) > 0 });
    const all = [filter('once', { oncePerRequest: true }), filter('always'), filter('rebuild', { onRebuild: true })];
    const run = (index: number, spec: Values = {}) => {
      ran.splice(0);
      filterHosts(all, [hostOf({})], scheduleRequestOf(specValues(spec)), { index, logger: silentLogger });
      return [...ran];
    };
    expect(run(0)).toEqual(['once', 'always', 'rebuild']);
    expect(run(1)).toEqual(['always', 'rebuild']);
    expect(run(0, hint('_nova_check_type', 'rebuild'))).toEqual(['rebuild']);
  });
});

describe('extra specs', () => {
  it.each([
    ['5', '= 4', true],
    ['3', '= 4', false],
    ['4.0', '== 4', true],
    ['4', '!= 4', false],
    ['x', '>= 1', false],
    ['4', '<= 4', true],
    ['abc', 's== abc', true],
    ['abc', 's!= abc', false],
    ['abc', 's< abd', true],
    ['abc', '<in> b', true],
    ['aes mmx', '<all-in> aes mmx', true],
    ['aes', '<all-in> aes mmx', false],
    ['b', '<or> a <or> b', true],
    ['c', '<or> a <or> b', false],
    ['plain', 'plain', true],
    ['4', '>=', false],
  ])('%s is as %s asks: %s', (value, wanted, expected) => {
    expect(matchesSpec(value, wanted)).toBe(expected);
  });
});

describe('networks', () => {
  it.each([
    ['10.0.0.1', '10.0.0.200/24', true],
    ['10.0.1.1', '10.0.0.200/24', false],
    ['fe80::1', 'fe80::ffff/64', true],
    ['fe80::1', '10.0.0.0/8', false],
    ['10.0.0.1', '10.0.0.0/33', false],
    ['nonsense', '10.0.0.0/8', false],
  ])('%s is in %s: %s', (address, network, expected) => {
    expect(isInNetwork(address, network)).toBe(expected);
  });
});
