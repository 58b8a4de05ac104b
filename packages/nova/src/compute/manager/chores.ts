// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import { objectOf } from '../../object-values.js';
import type { ComputeRpc } from '../../rpc/compute-rpc.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { isRemote } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';
import type { PowerOperations } from './power.js';
import type { RescueInstance } from './rescue.js';
import type { ShelveInstance } from './shelve.js';
import type { TerminateInstance } from './terminate.js';

/** All of it seconds; 0 or less for never. */
export interface ChoreSettings {
  readonly reclaim_instance_interval: number;
  readonly resize_confirm_window: number;
  readonly rescue_timeout: number;
  readonly reboot_timeout: number;
  readonly instance_build_timeout: number;
  readonly shelved_offload_time: number;
  readonly running_deleted_instance_action: 'reap' | 'log' | 'shutdown' | 'noop';
  readonly running_deleted_instance_timeout: number;
}

export interface ChoreParts {
  readonly hosts: Pick<ComputeRpc, 'confirmResize'>;
  readonly power: PowerOperations;
  readonly rescue: RescueInstance;
  readonly shelve: ShelveInstance;
  readonly terminate: TerminateInstance;
}

/** Nobody sent a message for it. */
const NO_MESSAGE: IncomingMessage = { raw: {}, redelivered: false, acknowledge: async () => undefined };
const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;

/** What a compute host sees to by itself: servers that wait or hang for too long (nova 26, compute/manager.py). */
export class Chores {
  readonly #compute: ComputeContext;
  readonly #parts: ChoreParts;
  readonly #settings: ChoreSettings;

  constructor(compute: ComputeContext, parts: ChoreParts, settings: ChoreSettings) {
    this.#compute = compute;
    this.#parts = parts;
    this.#settings = settings;
  }

  /** All that has no interval of its own. */
  async run(context: NovaContext): Promise<void> {
    await this.timeOutBuilds(context);
    await this.rebootHanging(context);
    await this.unrescue(context);
    await this.confirmResizes(context);
    await this.reclaim(context);
  }

  /** Servers that are built for too long are in error. */
  async timeOutBuilds(context: NovaContext): Promise<void> {
    const seconds = this.#settings.instance_build_timeout;
    if (seconds <= 0) return;
    const { store, logger } = this.#compute;
    await this.#each(context, { vm_state: vmStates.building }, async (instance) => {
      if (!isOlder(instance.created_at, seconds)) return;
      await store.saveInstance(context, instance, { vm_state: vmStates.error });
      logger.warning(`Instance ${instance.uuid} build timed out. Set to error state.`);
    });
  }

  /** Soft reboots that hang become hard ones. */
  async rebootHanging(context: NovaContext): Promise<void> {
    const seconds = this.#settings.reboot_timeout;
    if (seconds <= 0) return;
    const { store } = this.#compute;
    const soft = [taskStates.rebooting, taskStates.rebootStarted, taskStates.rebootPending];
    await this.#each(context, { task_state: soft }, async (instance) => {
      if (!isOlder(instance.updated_at, seconds)) return;
      await store.saveInstance(context, instance, { task_state: taskStates.rebootingHard }, soft);
      await this.#parts.power.reboot(context, instance.uuid, 'HARD', NO_MESSAGE);
    });
  }

  /** Servers that were rescued long enough are taken back. */
  async unrescue(context: NovaContext): Promise<void> {
    const seconds = this.#settings.rescue_timeout;
    if (seconds <= 0) return;
    const { store } = this.#compute;
    await this.#each(context, { vm_state: vmStates.rescued }, async (instance) => {
      if (instance.task_state !== null || !isOlder(instance.launched_at, seconds)) return;
      await store.saveInstance(context, instance, { task_state: taskStates.unrescuing }, null);
      await this.#parts.rescue.unrescue(context, instance.uuid, NO_MESSAGE);
    });
  }

  /** Resizes whose owners say nothing are confirmed; those that cannot be any more are errors. */
  async confirmResizes(context: NovaContext): Promise<void> {
    const seconds = this.#settings.resize_confirm_window;
    if (seconds <= 0) return;
    const { store, logger } = this.#compute;
    for (const migration of await store.unconfirmedMigrations(context, seconds)) {
      const fail = async (reason: string): Promise<void> => {
        logger.warning(`Setting migration ${migration.id} to error: ${reason}`);
        await store.saveMigration(context, migration, { status: 'error' });
      };
      const uuid = migration.instance_uuid ?? '';
      try {
        const instance = await store.instance(context, uuid, PARTS);
        const { vm_state: state, task_state: task } = instance;
        if (task !== null && SETTLING.has(task)) continue;
        if (state !== vmStates.resized || task !== null) {
          await fail(`In states ${state ?? 'None'}/${task ?? 'None'}, not RESIZED/None`);
          continue;
        }
        const confirming = await store.saveMigration(context, migration, { status: 'confirming' });
        await this.#parts.hosts.confirmResize(
          context,
          objectOf('Instance', instance),
          objectOf('Migration', confirming),
          { host: migration.source_compute },
        );
      } catch (error) {
        if (isRemote(error, 'InstanceNotFound')) await fail(`Instance ${uuid} not found`);
        else logger.error('Error auto-confirming resize. Will retry later.', error);
      }
    }
  }

  /** Servers that were deleted long enough are gone for good. */
  async reclaim(context: NovaContext): Promise<void> {
    const seconds = this.#settings.reclaim_instance_interval;
    if (seconds <= 0) return;
    await this.#each(context, { vm_state: vmStates.softDeleted }, async (instance) => {
      if (instance.task_state !== null || !isOlder(instance.deleted_at, seconds)) return;
      this.#compute.logger.info(`Reclaiming deleted instance ${instance.uuid}`);
      await this.#parts.terminate.delete(context, instance);
    });
  }

  /** Shelved servers leave the host after `shelved_offload_time`. */
  async offloadShelved(context: NovaContext): Promise<void> {
    const seconds = this.#settings.shelved_offload_time;
    if (seconds <= 0) return;
    const { store } = this.#compute;
    await this.#each(context, { vm_state: vmStates.shelved }, async (instance) => {
      const shelved = instance.system_metadata?.shelved_at;
      if (instance.task_state !== null || shelved === undefined || !isOlder(new Date(shelved), seconds)) return;
      await store.saveInstance(context, instance, { task_state: taskStates.shelvingOffloading }, null);
      await this.#parts.shelve.offload(context, instance.uuid, false, NO_MESSAGE);
    });
  }

  /** Guests of servers that are deleted are ended, or only told of. */
  async endDeleted(context: NovaContext): Promise<void> {
    const { running_deleted_instance_action: action, running_deleted_instance_timeout: seconds } = this.#settings;
    const { store, driver, logger } = this.#compute;
    const guests = action === 'noop' ? [] : await driver.guests();
    if (guests.length === 0) return;
    const uuids = guests.map(({ uuid }) => uuid);
    for (const instance of await store.instancesBy(context, { uuid: uuids, deleted: true })) {
      const guest = guests.find(({ uuid }) => uuid === instance.uuid);
      if (guest === undefined || !isOlder(instance.deleted_at, seconds)) continue;
      logger.warning(`Instance ${instance.uuid} is marked as DELETED but still present on host.`);
      try {
        if (action === 'shutdown') await driver.powerOff(guest, { timeout: 0, retryInterval: 1 });
        if (action === 'reap') await driver.destroy(guest, { destroyDisks: true });
      } catch (error) {
        logger.error('Periodic cleanup failed to delete instance', error);
      }
    }
  }

  /** Tells the schedulers all that is here. */
  async syncScheduler(context: NovaContext): Promise<void> {
    const { store, scheduler, host, settings } = this.#compute;
    if (!settings.track_instance_changes) return;
    const here = await store.instancesOnHost(context);
    const uuids = here.map(({ uuid }) => uuid);
    await scheduler.syncInstanceInfo(context, host, uuids);
  }

  /** One that fails is logged; the others are seen to. */
  async #each(
    context: NovaContext,
    filters: Readonly<Record<string, unknown>>,
    work: (instance: InstanceValues) => Promise<void>,
  ): Promise<void> {
    const { store, host, logger } = this.#compute;
    for (const instance of await store.instancesBy(context, { ...filters, host }, PARTS))
      try {
        await work(instance);
      } catch (error) {
        logger.error(`Periodic work at instance ${instance.uuid} failed`, error);
      }
  }
}

/** Tasks after which a resized server is seen to the next time. */
const SETTLING: ReadonlySet<string> = new Set([taskStates.deleting, taskStates.softDeleting, taskStates.resizeFinish]);

function isOlder(time: Date | null, seconds: number): boolean {
  return time === null || Date.now() - time.getTime() > seconds * 1000;
}
