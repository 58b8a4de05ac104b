// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { RemoteError } from '@stackport/messaging';
import { ComputeHostNotFound } from '../../errors/hosts.js';
import { MoveRefused } from '../../errors/server-actions.js';
import { InvalidReference } from '../../errors/server-create.js';
import type { RequestSpecRepository } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import { changed } from '../actions/server-actions.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { moveSpec } from './move-spec.js';

export interface LiveMigrationOrder {
  /** Null for wherever there is room. */
  readonly host: string | null;
  /** Null where the hosts find out. */
  readonly blockMigration: boolean | null;
  readonly diskOverCommit: boolean | null;
  /** Whether the scheduler is passed over; null where the caller cannot say. */
  readonly force: boolean | null;
  /** Whether the caller does not wait until the hosts have agreed: from 2.34 on. */
  readonly isAsync: boolean;
}

export interface LiveMigrationInit {
  readonly finder: ServerFinder;
  readonly requestSpecs: RequestSpecRepository;
  readonly computeTask: ComputeTaskRpc;
}

/** Why the conductor finds no way, by upstream's names. */
const REFUSALS: ReadonlySet<string> = new Set([
  'NoValidHost',
  'ComputeServiceUnavailable',
  'ComputeHostNotFound',
  'InvalidHypervisorType',
  'InvalidCPUInfo',
  'UnableToMigrateToSelf',
  'DestinationHypervisorTooOld',
  'InvalidLocalStorage',
  'InvalidSharedStorage',
  'HypervisorUnavailable',
  'MigrationPreCheckError',
]);

/** Moves servers while they run (nova 26, compute/api.py, live_migrate). */
export class LiveMigration {
  readonly #init: LiveMigrationInit;

  constructor(init: LiveMigrationInit) {
    this.#init = init;
  }

  /**
   * Throws `InstanceIsLocked`, `InstanceInvalidState`, `InvalidReference` for a host that is not there, `MoveRefused` with
   * what the conductor says where the caller waits.
   */
  async run(context: RequestContext, uuid: string, order: LiveMigrationOrder): Promise<void> {
    const { finder, requestSpecs, computeTask } = this.#init;
    const found = await finder.get(context, uuid, 'os_compute_api:os-migrate-server:migrate_live');
    const action = 'os-migrateLive';
    checkServer(context, found.instance, { action, vmStates: [vmStates.active, vmStates.paused] });
    const server = placed(found);
    const destination = order.host === null ? undefined : await destinationOf(server, order.host);
    const isChecked = order.force === false && destination !== undefined;
    const spec = await moveSpec(requestSpecs, uuid, isChecked ? { destination } : {});
    const instance = await changed(server, { task_state: taskStates.migrating }, { taskState: [null] });
    await server.cell.actions.start(context, uuid, 'live-migration');
    const message = {
      // The scheduler looks at a host that it is told of; one that it is passed over for is only named.
      schedulerHint: { host: isChecked ? null : order.host },
      blockMigration: order.blockMigration,
      diskOverCommit: order.diskOverCommit,
      requestSpec: spec,
    };
    const object = instanceObject(instance);
    if (order.isAsync) return computeTask.liveMigrateInstance(context, object, message);
    try {
      await computeTask.migrateServer(context, {
        ...message,
        instance: object,
        live: true,
        rebuild: false,
        flavor: null,
      });
    } catch (error) {
      if (error instanceof RemoteError && REFUSALS.has(error.excType))
        throw new MoveRefused(error.value, { cause: error });
      throw error;
    }
  }
}

async function destinationOf({ cell }: PlacedServer, host: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const node = await cell.nodes.get({ host }, host);
    return { host: node.host, node: node.hypervisor_hostname };
  } catch (error) {
    throw error instanceof ComputeHostNotFound ? new InvalidReference(error.message, { cause: error }) : error;
  }
}
