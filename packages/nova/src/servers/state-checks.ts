// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InstanceInvalidState, InstanceIsLocked, InstanceNotReady } from '../errors/instances.js';
import type { InstanceValues } from '../instances/instance.js';
import type { TaskState, VmState } from '../instances/states.js';
import type { PlacedServer, Server } from './server.js';

/** What a server must be like for something to be done with it (nova 26, compute/api.py, the check_instance_… decorators). */
export interface Requirements {
  /** As the API calls what is done: what a refusal names. */
  readonly action: string;
  /** Any unless given. */
  readonly vmStates?: readonly VmState[];
  /** None at all unless given. */
  readonly taskStates?: readonly (TaskState | null)[] | 'any';
  /** Whether it must have run once. True unless given. */
  readonly mustHaveLaunched?: boolean;
  /** Whether it must have a host. */
  readonly needsHost?: boolean;
  /** Whether a lock keeps others than administrators off. True unless given. */
  readonly respectsLock?: boolean;
}

/** Throws `InstanceIsLocked`, `InstanceNotReady`, `InstanceInvalidState`. */
export function checkServer(context: RequestContext, instance: InstanceValues, required: Requirements): void {
  const { action, vmStates, taskStates = [null], mustHaveLaunched = true, needsHost = false } = required;
  if (required.respectsLock ?? true) checkLock(context, instance);
  if (needsHost) checkHost(instance);
  const refuse = (attribute: string, state: string | null): never => {
    throw new InstanceInvalidState(instance.uuid, attribute, state, action);
  };
  const { vm_state: vmState, task_state: taskState } = instance;
  if (vmStates !== undefined && (vmState === null || !vmStates.includes(vmState))) refuse('vm_state', vmState);
  if (taskStates !== 'any' && !taskStates.includes(taskState)) refuse('task_state', taskState);
  if (mustHaveLaunched && (instance.launched_at ?? null) === null) refuse('launched_at', null);
}

/** Throws `InstanceIsLocked`. */
export function checkLock(context: RequestContext, instance: InstanceValues): void {
  if (instance.locked === true && !context.isAdmin) throw new InstanceIsLocked(instance.uuid);
}

/** Throws `InstanceNotReady` where a server has no host. */
export function checkHost(instance: InstanceValues): string {
  if ((instance.host ?? '') === '') throw new InstanceNotReady(instance.uuid);
  return instance.host ?? '';
}

/** A server that is in a cell. Throws `InstanceNotReady` for one that still waits for its own. */
export function placed(server: Server): PlacedServer {
  const { cell } = server;
  if (cell === null) throw new InstanceNotReady(server.instance.uuid);
  return { ...server, cell };
}
