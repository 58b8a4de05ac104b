// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import type { Images } from '../../image/images.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import type { Placement } from '../../placement/index.js';
import type { SchedulerRpc } from '../../rpc/scheduler-rpc.js';
import type { TaskFailures } from '../task-failures.js';

/** What the conductor's tasks on servers that are there are done with. */
export interface TaskParts {
  /** The cell that this conductor is of. */
  readonly cell: () => Promise<ConnectedCell>;
  readonly scheduler: Pick<SchedulerRpc, 'selectDestinations'>;
  readonly placement: Placement;
  readonly images: Pick<Images, 'show'>;
  readonly failures: TaskFailures;
  /** Name of this node. */
  readonly host: string;
  readonly settings: { readonly max_attempts: number };
  readonly logger: Logger;
}

/** A spec without the host that the server was once forced to (reset_forced_destinations). */
export function unforced(spec: RequestSpecValues): RequestSpecValues {
  return { ...spec, force_hosts: null, force_nodes: null };
}

/** A spec that keeps a server in its cell. */
export function withinCell(spec: RequestSpecValues, { id, uuid, name }: ConnectedCell): RequestSpecValues {
  const before = (spec.requested_destination ?? {}) as Readonly<Record<string, unknown>>;
  return { ...spec, requested_destination: { ...before, cell: { id, uuid, name } } };
}
