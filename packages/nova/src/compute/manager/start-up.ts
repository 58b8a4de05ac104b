// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates, type TaskState } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { powerStates, type PowerState } from '../drivers/power-state.js';
import type { ComputeContext } from './compute-context.js';
import { patienceOf } from './patience.js';
import type { EvacuatedGuests } from './evacuated-guests.js';
import type { PowerOperations } from './power.js';
import type { TerminateInstance } from './terminate.js';

/** There is no message: the work was begun by one that is long gone. */
const NO_MESSAGE: IncomingMessage = { raw: {}, redelivered: false, acknowledge: async () => undefined };

const any = <State>(states: readonly State[], state: State | null): boolean => states.includes(state as State);

const BUILDING: readonly TaskState[] = [
  taskStates.scheduling,
  taskStates.blockDeviceMapping,
  taskStates.networking,
  taskStates.spawning,
];
const REBUILDING: readonly TaskState[] = [
  taskStates.rebuilding,
  taskStates.rebuildBlockDeviceMapping,
  taskStates.rebuildSpawning,
];
/** What is simply forgotten: nothing of the guest was changed yet. */
const HARMLESS: readonly TaskState[] = [
  taskStates.imageSnapshotPending,
  taskStates.imagePendingUpload,
  taskStates.imageUploading,
  taskStates.imageSnapshot,
  taskStates.resizePrep,
];
const REBOOTS: readonly TaskState[] = [
  taskStates.rebooting,
  taskStates.rebootPending,
  taskStates.rebootStarted,
  taskStates.rebootingHard,
  taskStates.rebootPendingHard,
  taskStates.rebootStartedHard,
];

/** Brings what a nova-compute that ended left behind to its end (nova 26, compute/manager.py, _init_instance). */
export class StartUp {
  readonly #compute: ComputeContext;
  readonly #power: PowerOperations;
  readonly #terminate: TerminateInstance;
  readonly #evacuated: EvacuatedGuests;

  constructor(
    compute: ComputeContext,
    power: PowerOperations,
    terminate: TerminateInstance,
    evacuated: EvacuatedGuests,
  ) {
    this.#compute = compute;
    this.#power = power;
    this.#terminate = terminate;
    this.#evacuated = evacuated;
  }

  /** What cannot be brought to its end is logged, and does not keep the host from starting. */
  async run(context: NovaContext): Promise<void> {
    const { store, driver, logger } = this.#compute;
    const evacuated = await this.#evacuated.remove(context);
    const power = new Map((await driver.guests()).map(({ uuid, powerState }) => [uuid, powerState]));
    for (const instance of await store.instancesOnHost(context, [
      'flavor',
      'metadata',
      'system_metadata',
      'info_cache',
    ])) {
      // On its way to another host, which is to find it as it was left.
      if (evacuated.has(instance.uuid)) continue;
      try {
        await this.#take(context, instance, power.get(instance.uuid) ?? powerStates.noState);
      } catch (error) {
        logger.error(`Failed to initialize instance ${instance.uuid}`, error);
      }
    }
  }

  async #take(context: NovaContext, instance: InstanceValues, power: PowerState): Promise<void> {
    const { store, logger } = this.#compute;
    const { uuid, vm_state: state, task_state: task } = instance;
    if (state === vmStates.softDeleted) return;
    if (state === vmStates.error && task !== taskStates.resizeMigrating && task !== taskStates.deleting) return;
    if (state === vmStates.deleted || task === taskStates.deleting) {
      logger.info(`Service started deleting the instance ${uuid} during the previous run, but did not finish.`);
      return this.#terminate.terminate(context, uuid, NO_MESSAGE);
    }
    if (state === vmStates.building || any(BUILDING, task) || any(REBUILDING, task)) {
      logger.debug(`Instance ${uuid} failed to spawn correctly, setting to ERROR state`);
      await store.saveInstance(context, instance, { vm_state: vmStates.error, task_state: null });
      return;
    }
    if (any(HARMLESS, task)) await store.saveInstance(context, instance, { task_state: null });
    if (task === null || any(HARMLESS, task)) await this.#resume(context, instance, power);
    else if (any(REBOOTS, task)) await this.#reboot(context, instance, power);
    else if (task === taskStates.poweringOff) await this.#power.stop(context, uuid, true, NO_MESSAGE);
    else if (task === taskStates.poweringOn) await this.#power.start(context, uuid, NO_MESSAGE);
    else if (task === taskStates.pausing && power !== powerStates.paused)
      await this.#power.pause(context, uuid, NO_MESSAGE);
    else if (task === taskStates.unpausing && power === powerStates.paused)
      await this.#power.unpause(context, uuid, NO_MESSAGE);
    else if (task === taskStates.pausing || task === taskStates.unpausing)
      await store.saveInstance(context, instance, {
        task_state: null,
        power_state: power,
        vm_state: power === powerStates.paused ? vmStates.paused : vmStates.active,
      });
  }

  /** A guest that ran before its host went down is started again, where the operator wants that (_resume_guests_state). */
  async #resume(context: NovaContext, instance: InstanceValues, power: PowerState): Promise<void> {
    const { store, driver, guests, settings, logger } = this.#compute;
    const { uuid } = instance;
    const isDown = instance.power_state === powerStates.running && power !== powerStates.running;
    if (!isDown || !settings.resume_guests_state_on_host_boot) return;
    logger.info(`Rebooting instance ${uuid} after nova-compute restart.`);
    try {
      const guest = await guests.describe(context, instance, { devices: await store.devices(context, uuid) });
      await driver.reboot(guest, 'HARD', patienceOf(instance, settings));
    } catch (error) {
      logger.warning(`Failed to resume instance ${uuid}: ${error instanceof Error ? error.message : String(error)}`);
      await store.saveInstance(context, instance, { vm_state: vmStates.error });
    }
  }

  /** One that had not started yet is done again; one that runs already is done. */
  async #reboot(context: NovaContext, instance: InstanceValues, power: PowerState): Promise<void> {
    const { store } = this.#compute;
    const { uuid, task_state: task } = instance;
    const isStarted = task === taskStates.rebootStarted || task === taskStates.rebootStartedHard;
    if (isStarted && power === powerStates.running) {
      await store.saveInstance(context, instance, { task_state: null, vm_state: vmStates.active, power_state: power });
      return;
    }
    const isSoft = task === taskStates.rebooting || task === taskStates.rebootPending;
    const kind = isSoft && power === powerStates.running ? 'SOFT' : 'HARD';
    await this.#power.reboot(context, uuid, kind, NO_MESSAGE);
  }
}
