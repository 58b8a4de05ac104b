// SPDX-License-Identifier: Apache-2.0
import type { CellServices } from '../hosts/cell-services.js';
import type { ComputeNodes } from '../hosts/compute-nodes.js';
import type { InstanceRepository } from '../instances/instance-repository.js';

/** A cell with hosts, as the scheduler reads it. */
export interface SchedulerCell {
  readonly uuid: string;
  readonly name: string | null;
  /** Nothing new goes to it; what moves may stay in it. */
  readonly disabled: boolean;
  readonly services: Pick<CellServices, 'list'>;
  readonly nodes: Pick<ComputeNodes, 'list'>;
  readonly instances: Pick<InstanceRepository, 'list'>;
}

/** The cells that have hosts and whose databases can be had. */
export interface SchedulerCells {
  cells(): Promise<readonly SchedulerCell[]>;
}

/** Hosts that have something in common. */
export interface HostAggregate {
  readonly id: number;
  readonly uuid: string | null;
  readonly name: string | null;
  readonly hosts: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface HostAggregates {
  list(): Promise<readonly HostAggregate[]>;
}
