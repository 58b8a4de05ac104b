// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import { NotFound } from '../../errors/base.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { NovaObject } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { ComputeRpc } from '../../rpc/compute-rpc.js';
import type { ComputeContext } from './compute-context.js';
import { movePorts } from './interfaces.js';
import { guestVolumeOf } from './volume-connections.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'migration_context'] as const;
/** A call that its caller waits for: what becomes of the server's task is the caller's. */
const CALLED = { revertsTask: false, isLocked: false } as const;

/** What the two hosts of a live migration say to each other, and what the destination does (nova 26, compute/manager.py). */
export class LiveMigrationEnds {
  readonly #compute: ComputeContext;
  readonly #hosts: ComputeRpc;

  constructor(compute: ComputeContext, hosts: ComputeRpc) {
    this.#compute = compute;
    this.#hosts = hosts;
  }

  /** Asks the source whether the server may come. @returns upstream's migrate data */
  checkDestination(context: NovaContext, instance: InstanceValues, blockMigration: unknown): Promise<NovaObject> {
    const options = { name: 'check_can_live_migrate_destination', ...CALLED };
    return operate(this.#compute, context, instance.uuid, options, () => {
      const check = objectOf('LibvirtLiveMigrateData', {
        ...(typeof blockMigration === 'boolean' ? { block_migration: blockMigration } : {}),
      });
      return this.#hosts.checkCanLiveMigrateSource(context, objectOf('Instance', instance), check);
    });
  }

  /** Rejects with `MigrationPreCheckError` and its kin where the guest cannot leave. */
  checkSource(context: NovaContext, uuid: string, check: ObjectValues): Promise<NovaObject> {
    const options = { name: 'check_can_live_migrate_source', ...CALLED };
    return operate(this.#compute, context, uuid, options, async () => {
      const { store, driver, guests } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      const guest = await guests.describe(context, instance, { devices: await store.devices(context, uuid) });
      const facts = await driver.checkLiveMigration(guest);
      return objectOf('LibvirtLiveMigrateData', {
        ...check,
        ...facts,
        is_volume_backed: (instance.image_ref ?? '') === '',
      });
    });
  }

  /** Makes this host ready: its room, and connections of its own to the server's volumes. */
  prepare(context: NovaContext, uuid: string, data: ObjectValues): Promise<NovaObject> {
    return operate(this.#compute, context, uuid, { name: 'pre_live_migration', ...CALLED }, async () => {
      const { store, driver, guests, connections, volumes, tracker, host } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'live_migration.pre.start');
      await tracker.claim(context, instance, driver.nodes()[0] ?? host);
      const before: Record<string, string | null> = {};
      for (const device of await store.devices(context, uuid)) {
        const { volume_id: volumeId, destination_type: type } = device;
        if (type !== 'volume' || volumeId === null) continue;
        const { id } = await volumes.createAttachment(context, volumeId, uuid);
        before[volumeId] = device.attachment_id;
        await connections.connect(context, await store.saveDevice(context, device, { attachment_id: id }));
      }
      const devices = await store.devices(context, uuid);
      await driver.preLiveMigration(await guests.describe(context, instance, { devices }));
      await notify(this.#compute, context, instance, 'live_migration.pre.end');
      return objectOf('LibvirtLiveMigrateData', { ...data, old_vol_attachment_ids: before });
    });
  }

  /** The server is this host's from now on. */
  arrive(context: NovaContext, uuid: string): Promise<void> {
    const options = { name: 'post_live_migration_at_destination', ...CALLED };
    return operate(this.#compute, context, uuid, options, async () => {
      const { store, driver, guests, connections, tracker, host } = this.#compute;
      let instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'live_migration.post.dest.start');
      const devices = await store.devices(context, uuid);
      const node = driver.nodes()[0] ?? host;
      const placed = { host, node, task_state: null, progress: 0, migration_context: null } as const;
      try {
        instance = await movePorts(this.#compute, context, instance);
        await driver.postLiveMigrationAtDestination(await guests.describe(context, instance, { devices }));
        for (const device of devices) if (device.volume_id !== null) await connections.complete(context, device);
      } catch (error) {
        // It is here, whatever it is like.
        await store.saveInstance(context, instance, { ...placed, vm_state: vmStates.error }, taskStates.migrating);
        throw error;
      }
      const power_state = await driver.powerState(uuid);
      const here = await store.saveInstance(context, instance, { ...placed, power_state }, taskStates.migrating);
      await tracker.claim(context, here, node);
      await tellSchedulers(this.#compute, context, here, true);
      await notify(this.#compute, context, here, 'live_migration.post.dest.end');
    });
  }

  /** Takes a volume from the guest, where there is one here; its attachment is the caller's. */
  async removeVolume(context: NovaContext, uuid: string, volumeId: string): Promise<void> {
    const { store, driver, guests } = this.#compute;
    const devices = await store.devices(context, uuid);
    const device = devices.find(({ volume_id: id }) => id === volumeId);
    const volume = device === undefined ? undefined : guestVolumeOf(device);
    if (volume === undefined) return;
    const instance = await store.instance(context, uuid, PARTS);
    try {
      await driver.detachVolume(await guests.describe(context, instance, { devices }), volume);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
  }

  /** A server that is not coming holds nothing here any more. */
  drop(context: NovaContext, uuid: string): Promise<void> {
    return this.#compute.tracker.release(context, uuid);
  }

  /** The server did not come: what was made ready for it goes. */
  withdraw(context: NovaContext, uuid: string): Promise<void> {
    const options = { name: 'rollback_live_migration_at_destination', ...CALLED };
    return operate(this.#compute, context, uuid, options, async () => {
      const { store, driver, guests, tracker } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'live_migration.rollback.dest.start');
      await driver.rollbackLiveMigrationAtDestination(guests.identity(instance));
      await tracker.release(context, uuid);
      await notify(this.#compute, context, instance, 'live_migration.rollback.dest.end');
    });
  }
}
