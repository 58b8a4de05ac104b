// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceChanges, InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates, type TaskState, type VmState } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { GuestDescription } from '../drivers/guest.js';
import { powerStates } from '../drivers/power-state.js';
import type { ComputeContext } from './compute-context.js';
import { notify } from './notify.js';
import { operate } from './operation.js';
import { patienceOf } from './patience.js';

/** A change of a guest's power that has one task, one end and two notifications. */
interface PowerChange {
  /** By upstream's name of the method. */
  readonly name: string;
  /** `power_off`, `pause`, … */
  readonly event: string;
  readonly task: TaskState;
  readonly vmState: VmState;
  readonly act: (instance: InstanceValues, guest: () => Promise<GuestDescription>) => Promise<unknown>;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs'] as const;

const SOFT_REBOOT = [taskStates.rebooting, taskStates.rebootPending, taskStates.rebootStarted] as const;

/** Starts, stops, holds and reboots guests (nova 26, compute/manager.py). What is cut off is taken up at the next start. */
export class PowerOperations {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  stop(context: NovaContext, uuid: string, isClean: boolean, message: IncomingMessage): Promise<void> {
    const { driver, guests, settings } = this.#compute;
    return this.#change(context, uuid, message, {
      name: 'stop_instance',
      event: 'power_off',
      task: taskStates.poweringOff,
      vmState: vmStates.stopped,
      act: (instance) => driver.powerOff(guests.identity(instance), patienceOf(instance, settings, isClean)),
    });
  }

  start(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    const { driver } = this.#compute;
    return this.#change(context, uuid, message, {
      name: 'start_instance',
      event: 'power_on',
      task: taskStates.poweringOn,
      vmState: vmStates.active,
      act: async (_instance, guest) => driver.powerOn(await guest()),
    });
  }

  pause(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    const { driver } = this.#compute;
    return this.#change(context, uuid, message, {
      name: 'pause_instance',
      event: 'pause',
      task: taskStates.pausing,
      vmState: vmStates.paused,
      act: () => driver.pause(uuid),
    });
  }

  unpause(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    const { driver } = this.#compute;
    return this.#change(context, uuid, message, {
      name: 'unpause_instance',
      event: 'unpause',
      task: taskStates.unpausing,
      vmState: vmStates.active,
      act: () => driver.unpause(uuid),
    });
  }

  suspend(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    const { driver, guests } = this.#compute;
    return this.#change(context, uuid, message, {
      name: 'suspend_instance',
      event: 'suspend',
      task: taskStates.suspending,
      vmState: vmStates.suspended,
      act: (instance) => driver.suspend(guests.identity(instance)),
    });
  }

  resume(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    const { driver } = this.#compute;
    return this.#change(context, uuid, message, {
      name: 'resume_instance',
      event: 'resume',
      task: taskStates.resuming,
      vmState: vmStates.active,
      act: async (_instance, guest) => driver.resume(await guest()),
    });
  }

  /** A soft reboot of a guest that is shut down is a hard one. */
  async reboot(context: NovaContext, uuid: string, kind: 'SOFT' | 'HARD', message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'reboot_instance' }, async () => {
      const { store, driver, guests, settings } = this.#compute;
      let instance = await store.instance(context, uuid, PARTS);
      const isSoft = kind === 'SOFT';
      if (!isRebooting(instance.task_state)) {
        this.#compute.logger.info(`Instance ${uuid} is not to be rebooted any more`);
        return;
      }
      await notify(this.#compute, context, instance, 'reboot.start');
      const pending = isSoft ? taskStates.rebootPending : taskStates.rebootPendingHard;
      const started = isSoft ? taskStates.rebootStarted : taskStates.rebootStartedHard;
      instance = await store.saveInstance(
        context,
        instance,
        { task_state: pending, power_state: await driver.powerState(uuid) },
        isSoft ? SOFT_REBOOT : HARD_REBOOT,
      );
      instance = await store.saveInstance(context, instance, { task_state: started }, pending);
      const guest = await guests.describe(context, instance, { devices: await store.devices(context, uuid) });
      await driver.reboot(guest, kind, patienceOf(instance, settings));
      const power = await driver.powerState(uuid);
      // What was paused runs again after a reboot; a rescued server stays one.
      const changes: InstanceChanges = {
        power_state: power,
        vm_state: instance.vm_state === vmStates.rescued ? vmStates.rescued : vmStates.active,
        task_state: null,
      };
      const rebooted = await store.saveInstance(context, instance, changes, started);
      await notify(this.#compute, context, rebooted, 'reboot.end');
    });
  }

  async #change(context: NovaContext, uuid: string, message: IncomingMessage, change: PowerChange): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: change.name }, async () => {
      const { store, driver, guests, logger } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      // A message that came twice, or a server that somebody deleted meanwhile.
      if (instance.task_state !== change.task) {
        logger.info(`Instance ${uuid} is ${instance.task_state ?? 'idle'}: ${change.name} is not wanted any more`);
        return;
      }
      await notify(this.#compute, context, instance, `${change.event}.start`);
      await change.act(instance, async () =>
        guests.describe(context, instance, { devices: await store.devices(context, uuid) }),
      );
      const done = await store.saveInstance(
        context,
        instance,
        { power_state: await driver.powerState(uuid), vm_state: change.vmState, task_state: null },
        change.task,
      );
      await notify(this.#compute, context, done, `${change.event}.end`);
    });
  }

  /** Notes the power that guests have by themselves: a guest that shut down is stopped (sync_power_states). */
  async sync(context: NovaContext): Promise<void> {
    const { store, driver, logger } = this.#compute;
    const found = new Map((await driver.guests()).map(({ uuid, powerState }) => [uuid, powerState]));
    for (const instance of await store.instancesOnHost(context)) {
      if (instance.task_state !== null || instance.vm_state === vmStates.building) continue;
      const power = found.get(instance.uuid) ?? powerStates.noState;
      if (power === instance.power_state) continue;
      logger.info(`Instance ${instance.uuid}: power state is ${power}, was ${instance.power_state ?? 'unknown'}`);
      const isDown = power === powerStates.shutdown || power === powerStates.crashed;
      await store.saveInstance(
        context,
        instance,
        {
          power_state: power,
          ...(isDown && instance.vm_state === vmStates.active ? { vm_state: vmStates.stopped } : {}),
        },
        null,
      );
    }
  }
}

const HARD_REBOOT = [
  taskStates.rebootingHard,
  taskStates.rebootPendingHard,
  taskStates.rebootStartedHard,
  // A soft one that became a hard one.
  ...SOFT_REBOOT,
] as const;

function isRebooting(task: TaskState | null): boolean {
  return HARD_REBOOT.some((state) => state === task);
}
