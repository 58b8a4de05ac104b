// SPDX-License-Identifier: Apache-2.0
import { taskStates as task, type TaskState, vmStates as vm } from '../../instances/states.js';
import type { ServerAction } from './server-actions.js';

const REBOOTABLE: readonly (TaskState | null)[] = [
  null,
  task.rebooting,
  task.rebootPending,
  task.rebootStarted,
  task.resuming,
  task.rebootingHard,
  task.unpausing,
  task.pausing,
  task.suspending,
];

/** What makes a server run, sleep and end for a while. */
export const powerActions = {
  start: {
    action: 'start',
    record: 'start',
    needsHost: true,
    vmStates: [vm.stopped],
    changes: { task_state: task.poweringOn },
    tell: ({ cell, context, instance }) => cell.compute.startInstance(context, instance),
  },
  stop: {
    action: 'stop',
    record: 'stop',
    needsHost: true,
    vmStates: [vm.active, vm.error],
    changes: { task_state: task.poweringOff, progress: 0 },
    tell: ({ cell, context, instance }) => cell.compute.stopInstance(context, instance),
  },
  softReboot: {
    action: 'reboot',
    record: 'reboot',
    vmStates: [vm.active],
    changes: { task_state: task.rebooting },
    tell: ({ cell, context, instance }) => cell.compute.rebootInstance(context, instance, null, 'SOFT'),
  },
  hardReboot: {
    action: 'reboot',
    record: 'reboot',
    vmStates: [vm.active, vm.stopped, vm.paused, vm.suspended, vm.error],
    taskStates: REBOOTABLE,
    expectedTasks: REBOOTABLE,
    changes: { task_state: task.rebootingHard },
    tell: ({ cell, context, instance }) => cell.compute.rebootInstance(context, instance, null, 'HARD'),
  },
  pause: {
    action: 'pause',
    record: 'pause',
    vmStates: [vm.active],
    changes: { task_state: task.pausing },
    tell: ({ cell, context, instance }) => cell.compute.pauseInstance(context, instance),
  },
  unpause: {
    action: 'unpause',
    record: 'unpause',
    vmStates: [vm.paused],
    changes: { task_state: task.unpausing },
    tell: ({ cell, context, instance }) => cell.compute.unpauseInstance(context, instance),
  },
  suspend: {
    action: 'suspend',
    record: 'suspend',
    vmStates: [vm.active],
    changes: { task_state: task.suspending },
    tell: ({ cell, context, instance }) => cell.compute.suspendInstance(context, instance),
  },
  resume: {
    action: 'resume',
    record: 'resume',
    vmStates: [vm.suspended],
    changes: { task_state: task.resuming },
    tell: ({ cell, context, instance }) => cell.compute.resumeInstance(context, instance),
  },
  crashDump: {
    action: 'trigger_crash_dump',
    record: 'trigger_crash_dump',
    needsHost: true,
    vmStates: [vm.active, vm.paused, vm.rescued, vm.resized, vm.error],
    tell: ({ cell, context, instance }) => cell.compute.triggerCrashDump(context, instance),
  },
  unrescue: {
    action: 'unrescue',
    record: 'unrescue',
    vmStates: [vm.rescued],
    changes: { task_state: task.unrescuing },
    tell: ({ cell, context, instance }) => cell.compute.unrescueInstance(context, instance),
  },
  shelveOffload: {
    action: 'shelveOffload',
    record: 'shelveOffload',
    vmStates: [vm.shelved],
    changes: { task_state: task.shelvingOffloading },
    tell: ({ cell, context, instance }) => cell.compute.shelveOffloadInstance(context, instance),
  },
  injectNetworkInfo: {
    action: 'injectNetworkInfo',
    taskStates: 'any',
    mustHaveLaunched: false,
    needsHost: true,
    tell: ({ cell, context, instance }) => cell.compute.injectNetworkInfo(context, instance),
  },
} as const satisfies Readonly<Record<string, ServerAction>>;
