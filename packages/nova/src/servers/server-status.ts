// SPDX-License-Identifier: Apache-2.0
import type { InstanceValues } from '../instances/instance.js';
import { taskStates as task, vmStates as vm, type TaskState, type VmState } from '../instances/states.js';

const RESIZING: readonly TaskState[] = [task.resizePrep, task.resizeMigrating, task.resizeMigrated, task.resizeFinish];
const REBUILDING: readonly TaskState[] = [task.rebuilding, task.rebuildBlockDeviceMapping, task.rebuildSpawning];

const during = (status: string, tasks: readonly TaskState[]): readonly (readonly [TaskState, string])[] =>
  tasks.map((one) => [one, status] as const);

interface StatusRow {
  /** Where no task says otherwise. */
  readonly status: string;
  readonly tasks?: readonly (readonly [TaskState, string])[];
}

/** What clients are told of a server's state and task (nova 26, api/openstack/common.py). */
const TABLE: Readonly<Record<VmState, StatusRow>> = {
  [vm.active]: {
    status: 'ACTIVE',
    tasks: [
      ...during('REBOOT', [task.rebooting, task.rebootPending, task.rebootStarted]),
      ...during('HARD_REBOOT', [task.rebootingHard, task.rebootPendingHard, task.rebootStartedHard]),
      ...during('PASSWORD', [task.updatingPassword]),
      ...during('REBUILD', REBUILDING),
      ...during('MIGRATING', [task.migrating]),
      ...during('RESIZE', RESIZING),
    ],
  },
  [vm.building]: { status: 'BUILD' },
  [vm.stopped]: { status: 'SHUTOFF', tasks: [...during('RESIZE', RESIZING), ...during('REBUILD', REBUILDING)] },
  [vm.resized]: { status: 'VERIFY_RESIZE', tasks: during('REVERT_RESIZE', [task.resizeReverting]) },
  [vm.paused]: { status: 'PAUSED', tasks: during('MIGRATING', [task.migrating]) },
  [vm.suspended]: { status: 'SUSPENDED' },
  [vm.rescued]: { status: 'RESCUE' },
  [vm.error]: { status: 'ERROR', tasks: during('REBUILD', REBUILDING) },
  [vm.deleted]: { status: 'DELETED' },
  [vm.softDeleted]: { status: 'SOFT_DELETED' },
  [vm.shelved]: { status: 'SHELVED' },
  [vm.shelvedOffloaded]: { status: 'SHELVED_OFFLOADED' },
};

/** The status of a server. */
export function statusOf(server: Pick<InstanceValues, 'vm_state' | 'task_state' | 'deleted'>): string {
  if (server.deleted) return 'DELETED';
  const row = server.vm_state === null ? undefined : (TABLE[server.vm_state] as StatusRow | undefined);
  return row?.tasks?.find(([one]) => one === server.task_state)?.[1] ?? row?.status ?? 'UNKNOWN';
}

/** The states that statuses are of, and their tasks where none of the statuses is told without one. */
export function statesOf(
  statuses: readonly string[],
): { readonly vmStates: readonly VmState[]; readonly taskStates: readonly TaskState[] | undefined } | undefined {
  const wanted = new Set(statuses.map((status) => status.toUpperCase()));
  const rows = Object.entries(TABLE) as [VmState, StatusRow][];
  const plain = rows.filter(([, { status }]) => wanted.has(status));
  const tasked = rows.flatMap(([state, { tasks = [] }]) =>
    tasks.filter(([, status]) => wanted.has(status)).map(([one]) => ({ state, task: one })),
  );
  const vmStates = new Set([...plain.map(([state]) => state), ...tasked.map(({ state }) => state)]);
  if (vmStates.size === 0) return undefined;
  return {
    vmStates: [...vmStates].sort(),
    taskStates: plain.length > 0 ? undefined : [...new Set(tasked.map((one) => one.task))].sort(),
  };
}
