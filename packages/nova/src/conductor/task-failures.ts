// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../context.js';
import { InstanceNotFound } from '../errors/instances.js';
import { faultOf } from '../instances/fault-of.js';
import type { InstanceChanges } from '../instances/instance.js';
import type { VmState } from '../instances/states.js';
import type { Notifications } from '../notifications/notifications.js';
import type { ConnectedCell } from '../cells/connected-cells.js';

export interface TaskFailure {
  /** `build_instances`, `migrate_server`, … */
  readonly method: string;
  readonly error: unknown;
  readonly changes: InstanceChanges & { readonly vm_state: VmState };
  readonly requestSpec: ObjectValues;
}

/** Tells of tasks that the conductor could not do (nova 26, scheduler/utils.py, set_vm_state_and_notify). */
export class TaskFailures {
  readonly #notifications: Notifications;
  readonly #logger: Logger;

  constructor(notifications: Notifications, logger: Logger) {
    this.#notifications = notifications;
    this.#logger = logger;
  }

  /** The server gets its state and a fault, and those who listen are told. A server that is gone meanwhile is no error. */
  async report(context: NovaContext, cell: ConnectedCell, uuid: string, failure: TaskFailure): Promise<void> {
    const { method, error, changes, requestSpec } = failure;
    const text = error instanceof Error ? error.message : String(error);
    this.#logger.warning(`Failed to compute_task_${method}: ${text}`);
    this.#logger.warning(`Setting instance to ${changes.vm_state.toUpperCase()} state.`);
    try {
      await cell.instances.save(uuid, changes);
    } catch (failed) {
      if (failed instanceof InstanceNotFound) return;
      throw failed;
    }
    await cell.faults.create(uuid, faultOf(error, null));
    await this.#notifications.error(context, 'compute_task', `compute_task.${method}`, {
      request_spec: requestSpec,
      instance_properties: requestSpec.instance_properties ?? {},
      instance_id: uuid,
      state: changes.vm_state,
      method,
      reason: text,
    });
  }
}
