// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { ComputeHostMetricNotFound } from '../../errors/scheduler.js';
import { FLOAT, smallestOf } from '../hosts/host-aggregates.js';
import type { HostState } from '../hosts/host-state.js';
import type { ScheduledGroup } from '../schedule-request.js';
import type { HostWeigher } from './host-weigher.js';

/** `[filter_scheduler]` */
export interface WeigherSettings {
  readonly ram_weight_multiplier: number;
  readonly cpu_weight_multiplier: number;
  readonly disk_weight_multiplier: number;
  readonly io_ops_weight_multiplier: number;
  readonly pci_weight_multiplier: number;
  readonly soft_affinity_weight_multiplier: number;
  readonly soft_anti_affinity_weight_multiplier: number;
  readonly build_failure_weight_multiplier: number;
  readonly cross_cell_move_weight_multiplier: number;
}

/** `[metrics]` */
export interface MetricSettings {
  readonly settings: ReadonlyMap<string, number>;
  readonly weight_multiplier: number;
  readonly required: boolean;
  readonly weight_of_unavailable: number;
}

const MOST_DEVICES = 100;

/** All weighers that there are, by upstream's names. */
export function hostWeighers(
  settings: WeigherSettings,
  metrics: MetricSettings,
  logger: Logger,
): readonly HostWeigher[] {
  const multiplied = (key: string, otherwise: number) => (host: HostState) => {
    const value = smallestOf(host.aggregates, key, otherwise, FLOAT);
    if (value === undefined) logger.warning(`Could not decode '${key}' weight multiplier of ${host.host}`);
    return value ?? otherwise;
  };
  const multiplier = (key: keyof WeigherSettings) => multiplied(key, settings[key]);
  const ofFailures = multiplier('build_failure_weight_multiplier');
  const ofMetrics = multiplied('metrics_weight_multiplier', metrics.weight_multiplier);
  return [
    {
      name: 'RAMWeigher',
      minimum: 0,
      multiplier: multiplier('ram_weight_multiplier'),
      weigh: ({ freeRam }) => freeRam,
    },
    {
      name: 'CPUWeigher',
      minimum: 0,
      multiplier: multiplier('cpu_weight_multiplier'),
      weigh: ({ node, cpuRatio, usedCpus }) => node.vcpus * cpuRatio - usedCpus,
    },
    {
      name: 'DiskWeigher',
      minimum: 0,
      multiplier: multiplier('disk_weight_multiplier'),
      weigh: ({ freeDisk }) => freeDisk,
    },
    {
      name: 'IoOpsWeigher',
      minimum: 0,
      multiplier: multiplier('io_ops_weight_multiplier'),
      weigh: ({ ioOperations }) => ioOperations,
    },
    {
      // Hosts with devices are kept free for who wants some, and filled one after the other by those.
      name: 'PCIWeigher',
      multiplier: multiplier('pci_weight_multiplier'),
      weigh: ({ pciPools }) =>
        MOST_DEVICES -
        Math.min(
          pciPools.reduce((sum, pool) => sum + pool.count, 0),
          MOST_DEVICES - 1,
        ),
    },
    {
      name: 'ServerGroupSoftAffinityWeigher',
      multiplier: multiplier('soft_affinity_weight_multiplier'),
      weigh: (host, { group }) => (group?.policy === 'soft-affinity' ? membersOn(host, group) : 0),
    },
    {
      name: 'ServerGroupSoftAntiAffinityWeigher',
      multiplier: multiplier('soft_anti_affinity_weight_multiplier'),
      weigh: (host, { group }) => (group?.policy === 'soft-anti-affinity' ? -membersOn(host, group) : 0),
    },
    {
      name: 'BuildFailureWeigher',
      multiplier: (host) => -ofFailures(host),
      weigh: ({ failedBuilds }) => failedBuilds,
    },
    {
      name: 'CrossCellWeigher',
      multiplier: multiplier('cross_cell_move_weight_multiplier'),
      weigh({ cellUuid }, { destination }) {
        if (destination?.cellUuid === undefined || !destination.allowsCrossCellMove) return 0;
        return cellUuid === destination.cellUuid ? 1 : -1;
      },
    },
    {
      name: 'MetricsWeigher',
      multiplier: ofMetrics,
      weigh(host) {
        let weight = 0;
        for (const [name, ratio] of metrics.settings) {
          const value = host.metrics.get(name);
          if (value !== undefined) weight += value * ratio;
          else if (metrics.required) throw new ComputeHostMetricNotFound(host.host, host.nodename, name);
          else if (ratio * ofMetrics(host) !== 0) return metrics.weight_of_unavailable;
        }
        return weight;
      },
    },
  ];
}

function membersOn({ instances }: HostState, { members }: ScheduledGroup): number {
  return members.filter((member) => instances.has(member)).length;
}
