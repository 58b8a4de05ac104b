// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import { InvalidMigrationState } from '../../errors/server-actions.js';
import type { BlockDeviceMappingValues, InstanceValues } from '../../instances/instance.js';
import { taskStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { objectOf } from '../../object-values.js';
import type { ComputeRpc } from '../../rpc/compute-rpc.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { ComputeContext } from './compute-context.js';
import { MigrationProgress } from './migration-progress.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';
import { Slots } from './slots.js';

export interface LiveMigrationOrder {
  /** The host that it goes to. */
  readonly destination: string;
  readonly blockMigration: boolean;
  readonly migration: MigrationValues;
  readonly migrateData: ObjectValues;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'migration_context'] as const;

/** Servers that leave this host while they run (nova 26, compute/manager.py, live_migration and its kin). */
export class LiveMigrations {
  readonly #compute: ComputeContext;
  readonly #hosts: ComputeRpc;
  readonly #slots: Slots;
  /** What aborts those that wait or are under way, by server. */
  readonly #aborts = new Map<string, AbortController>();

  /** @param maximum - `max_concurrent_live_migrations`; 0 for any number */
  constructor(compute: ComputeContext, hosts: ComputeRpc, maximum: number) {
    this.#compute = compute;
    this.#hosts = hosts;
    this.#slots = new Slots(maximum);
  }

  /** Takes a server to another host when it is its turn. */
  async run(context: NovaContext, uuid: string, order: LiveMigrationOrder, message: IncomingMessage): Promise<void> {
    const { store } = this.#compute;
    let migration = await store.saveMigration(context, order.migration, { status: 'queued' });
    await message.acknowledge();
    const options = { name: 'live_migration', revertsTask: false, isLocked: false };
    await operate(this.#compute, context, uuid, options, async () => {
      const abort = new AbortController();
      this.#aborts.set(uuid, abort);
      try {
        await this.#slots.run(async () => {
          migration = await store.saveMigration(context, migration, { status: 'preparing' });
          await this.#move(context, uuid, { ...order, migration }, abort.signal);
        }, abort.signal);
      } finally {
        this.#aborts.delete(uuid);
      }
    });
  }

  forceComplete(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    const options = { name: 'live_migration_force_complete', revertsTask: false, isLocked: false };
    return operate(this.#compute, context, uuid, options, async () => {
      await message.acknowledge();
      const { store, driver } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'live.migration.force.complete.start');
      await driver.forceCompleteLiveMigration(uuid);
      await notify(this.#compute, context, instance, 'live.migration.force.complete.end');
    });
  }

  /** Rejects with `InvalidMigrationState` where nothing is under way. The migration itself is cancelled by who runs it. */
  abort(context: NovaContext, uuid: string, migrationId: number, message: IncomingMessage): Promise<void> {
    const options = { name: 'live_migration_abort', revertsTask: false, isLocked: false };
    return operate(this.#compute, context, uuid, options, async () => {
      await message.acknowledge();
      const { store } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'live.migration.abort.start');
      const abort = this.#aborts.get(uuid);
      if (abort === undefined) {
        const { status } = await store.migration(context, migrationId);
        throw new InvalidMigrationState(migrationId, uuid, status, 'abort live migration');
      }
      abort.abort(new Error('aborted'));
    });
  }

  async #move(context: NovaContext, uuid: string, order: LiveMigrationOrder, signal: AbortSignal): Promise<void> {
    const { store, driver, guests, logger } = this.#compute;
    const { destination } = order;
    const instance = await store.instance(context, uuid, PARTS);
    const devices = await store.devices(context, uuid);
    let { migration } = order;
    try {
      signal.throwIfAborted();
      await this.#hosts.preLiveMigration(context, objectOf('Instance', instance), destination, {
        disk: null,
        migrateData: objectOf('LibvirtLiveMigrateData', order.migrateData),
      });
      signal.throwIfAborted();
      migration = await store.saveMigration(context, migration, { status: 'running' });
      const progress = new MigrationProgress(this.#compute, context, migration);
      const guest = await guests.describe(context, instance, { devices });
      try {
        await driver.liveMigration(guest, destination, { signal, onProgress: (now) => progress.note(now) });
      } finally {
        migration = await progress.settle();
      }
    } catch (error) {
      if (!signal.aborted) logger.error(`Live migration of instance ${uuid} failed`, error);
      await this.#rollBack(context, uuid, { ...order, migration }, devices, signal.aborted);
      if (signal.aborted) return;
      throw error;
    }
    await this.#leave(context, instance, { ...order, migration }, devices);
  }

  /** The guest is at its destination: what is left of it here goes. */
  async #leave(
    context: NovaContext,
    instance: InstanceValues,
    { destination, blockMigration, migration }: LiveMigrationOrder,
    devices: readonly BlockDeviceMappingValues[],
  ): Promise<void> {
    const { store, connections, tracker, placement, networks, logger } = this.#compute;
    const { uuid } = instance;
    await notify(this.#compute, context, instance, 'live_migration._post.start');
    for (const device of devices) if (device.volume_id !== null) await connections.disconnect(context, device);
    try {
      await networks.bindTo(context, instance, destination);
      const wire = objectOf('Instance', instance);
      await this.#hosts.postLiveMigrationAtDestination(context, wire, blockMigration, destination);
    } catch (error) {
      // It has left all the same.
      logger.error(`Post live migration at destination ${destination} failed`, error);
    }
    await tracker.release(context, uuid);
    await tellSchedulers(this.#compute, context, instance, false);
    await store.cleanConsoles(context, uuid);
    await notify(this.#compute, context, instance, 'live_migration._post.end');
    await store.saveMigration(context, migration, { status: 'completed' });
    await placement.inRequest(context).removeAllocations(migration.uuid ?? '');
  }

  /** The guest stays, with the connections that it had. */
  async #rollBack(
    context: NovaContext,
    uuid: string,
    { destination, migration, migrateData }: LiveMigrationOrder,
    devices: readonly BlockDeviceMappingValues[],
    isAborted: boolean,
  ): Promise<void> {
    const { store, placement } = this.#compute;
    const instance = await store.instance(context, uuid, PARTS);
    await notify(this.#compute, context, instance, 'live_migration._rollback.start');
    const allocations = placement.inRequest(context);
    await allocations.removeAllocations(uuid);
    await allocations.moveAllocations(migration.uuid ?? '', uuid);
    await this.#restoreVolumes(context, uuid, devices);
    await this.#hosts.rollbackLiveMigrationAtDestination(context, objectOf('Instance', instance), destination, {
      destroyDisks: migrateData.is_shared_instance_path !== true,
      migrateData: objectOf('LibvirtLiveMigrateData', migrateData),
    });
    const changes = { task_state: null, progress: 0, migration_context: null };
    const stays = await store.saveInstance(context, instance, changes, taskStates.migrating);
    await notify(this.#compute, context, stays, 'live_migration._rollback.end');
    await store.saveMigration(context, migration, { status: isAborted ? 'cancelled' : 'failed' });
    if (isAborted) await notify(this.#compute, context, stays, 'live.migration.abort.end');
  }

  async #restoreVolumes(
    context: NovaContext,
    uuid: string,
    before: readonly BlockDeviceMappingValues[],
  ): Promise<void> {
    const { store, connections } = this.#compute;
    for (const device of await store.devices(context, uuid)) {
      const old = before.find(({ id }) => id === device.id);
      if (old === undefined || old.attachment_id === device.attachment_id) continue;
      await connections.disconnect(context, device);
      const { attachment_id, connection_info } = old;
      await store.saveDevice(context, device, { attachment_id, connection_info });
    }
  }
}
