// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { ComputeHostMetricNotFound } from '../../errors/scheduler.js';
import type { ComputeNodeValues, ServiceValues } from '../../hosts/host.js';
import { HostState } from '../hosts/host-state.js';
import { scheduleRequestOf } from '../schedule-request.js';
import { specValues } from '../test-support.js';
import { weighHosts } from './host-weigher.js';
import { metricSettingsOf } from './metric-settings.js';
import { hostWeighers } from './weighers.js';

type Values = Readonly<Record<string, unknown>>;

interface Given {
  readonly node?: Partial<ComputeNodeValues> & { readonly pci_stats?: string };
  readonly metadata?: Readonly<Record<string, string>>;
  readonly instances?: readonly string[];
  readonly cellUuid?: string;
}

const SETTINGS = {
  ram_weight_multiplier: 1,
  cpu_weight_multiplier: 1,
  disk_weight_multiplier: 1,
  io_ops_weight_multiplier: -1,
  pci_weight_multiplier: 1,
  soft_affinity_weight_multiplier: 1,
  soft_anti_affinity_weight_multiplier: 1,
  build_failure_weight_multiplier: 1_000_000,
  cross_cell_move_weight_multiplier: 1_000_000,
};
const METRICS = {
  settings: new Map<string, number>(),
  weight_multiplier: 1,
  required: true,
  weight_of_unavailable: -10000,
};

function host(name: string, { node = {}, metadata = {}, instances = [], cellUuid = 'cell' }: Given): HostState {
  return new HostState({
    node: {
      uuid: name,
      host: name,
      hypervisor_hostname: name,
      vcpus: 4,
      vcpus_used: 0,
      memory_mb: 1024,
      free_ram_mb: 512,
      free_disk_gb: 5,
      disk_available_least: null,
      supported_hv_specs: [],
      stats: {},
      metrics: null,
      cpu_allocation_ratio: null,
      ...node,
    } as unknown as ComputeNodeValues,
    service: {} as ServiceValues,
    cellUuid,
    aggregates: [{ id: 1, uuid: null, name: null, hosts: [name], metadata }],
    instances: new Set(instances),
  });
}

/** Names and weights of two hosts by one weigher. */
function weighed(
  name: string,
  a: Given,
  b: Given,
  { spec = {}, metrics = {} }: { spec?: Values; metrics?: Values } = {},
) {
  const weigher = hostWeighers(SETTINGS, { ...METRICS, ...metrics }, silentLogger).filter((one) => one.name === name);
  expect(weigher).toHaveLength(1);
  const found = weighHosts([host('a', a), host('b', b)], weigher, scheduleRequestOf(specValues(spec)));
  return found.map((one) => [one.host.host, one.weight]);
}

const group = (policy: string): Values => ({ instance_group: { policy, members: ['x', 'y'], hosts: [] } });
const pools = JSON.stringify({ 'nova_object.data': { objects: [{ 'nova_object.data': { count: 10 } }] } });

describe('weighers', () => {
  it.each<[string, Given, Given, readonly (readonly [string, number])[], Parameters<typeof weighed>[3]?]>([
    [
      'RAMWeigher',
      { node: { free_ram_mb: 512 } },
      { node: { free_ram_mb: 1024 } },
      [
        ['b', 1],
        ['a', 0.5],
      ],
    ],
    [
      'RAMWeigher',
      { node: { free_ram_mb: -512 } },
      { node: { free_ram_mb: 1024 } },
      [
        ['b', 1],
        ['a', 0],
      ],
    ],
    [
      'RAMWeigher',
      { node: { free_ram_mb: 512 } },
      { node: { free_ram_mb: 1024 }, metadata: { ram_weight_multiplier: '-2.5' } },
      [
        ['a', 0.5],
        ['b', -2.5],
      ],
    ],
    [
      'RAMWeigher',
      { node: { free_ram_mb: 512 }, metadata: { ram_weight_multiplier: 'much' } },
      { node: { free_ram_mb: 1024 } },
      [
        ['b', 1],
        ['a', 0.5],
      ],
    ],
    [
      'CPUWeigher',
      { node: { vcpus_used: 32 } },
      { node: { cpu_allocation_ratio: 1 } },
      [
        ['a', 1],
        ['b', 0.125],
      ],
    ],
    [
      'DiskWeigher',
      { node: { free_disk_gb: 8 } },
      { node: { free_disk_gb: 10, disk_available_least: 2 } },
      [
        ['a', 1],
        ['b', 0.25],
      ],
    ],
    [
      'IoOpsWeigher',
      { node: { stats: { io_workload: '4' } } },
      { node: { stats: { io_workload: '1' } } },
      [
        ['b', -0.25],
        ['a', -1],
      ],
    ],
    [
      'PCIWeigher',
      { node: { pci_stats: pools } },
      {},
      [
        ['b', 1],
        ['a', 0],
      ],
    ],
    [
      'ServerGroupSoftAffinityWeigher',
      { instances: ['z'] },
      { instances: ['x', 'y'] },
      [
        ['b', 1],
        ['a', 0],
      ],
      { spec: group('soft-affinity') },
    ],
    [
      'ServerGroupSoftAffinityWeigher',
      {},
      { instances: ['x'] },
      [
        ['a', 0],
        ['b', 0],
      ],
      { spec: group('affinity') },
    ],
    [
      'ServerGroupSoftAntiAffinityWeigher',
      { instances: ['x'] },
      {},
      [
        ['b', 1],
        ['a', 0],
      ],
      { spec: group('soft-anti-affinity') },
    ],
    [
      'BuildFailureWeigher',
      { node: { stats: { failed_builds: '3' } } },
      {},
      [
        ['b', -0],
        ['a', -1_000_000],
      ],
    ],
    [
      'CrossCellWeigher',
      { cellUuid: 'other' },
      { cellUuid: 'own' },
      [
        ['b', 1_000_000],
        ['a', 0],
      ],
      { spec: { requested_destination: { cell: { uuid: 'own' }, allow_cross_cell_move: true } } },
    ],
    [
      'CrossCellWeigher',
      { cellUuid: 'other' },
      { cellUuid: 'own' },
      [
        ['a', 0],
        ['b', 0],
      ],
    ],
    [
      'MetricsWeigher',
      { node: { metrics: '[{"name": "heat", "value": 10}]' } },
      { node: { metrics: '[{"name": "heat", "value": 5}]' } },
      [
        ['b', 1],
        ['a', 0],
      ],
      { metrics: { settings: new Map([['heat', -2]]) } },
    ],
    [
      'MetricsWeigher',
      { node: { metrics: '[{"name": "heat", "value": 10}]' } },
      {},
      [
        ['a', 1],
        ['b', 0],
      ],
      { metrics: { settings: new Map([['heat', -2]]), required: false } },
    ],
  ])('%s', (name, a, b, expected, more) => {
    const found = weighed(name, a, b, more);
    expect(found.map(([one]) => one)).toEqual(expected.map(([one]) => one));
    for (const [index, [, weight]] of expected.entries()) expect(found[index]?.[1]).toBeCloseTo(weight, 9);
  });

  it('miss a metric that is required', () => {
    expect(() => weighed('MetricsWeigher', {}, {}, { metrics: { settings: new Map([['heat', 1]]) } })).toThrow(
      ComputeHostMetricNotFound,
    );
  });

  it('read settings of metrics', () => {
    expect([...metricSettingsOf(['a=1.5', ' b = -2', 'c', 'd=x', 'e=1=2'], silentLogger)]).toEqual([
      ['a', 1.5],
      ['b', -2],
    ]);
  });
});
