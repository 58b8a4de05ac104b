// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import { UnableToMigrateToSelf } from '../../errors/compute.js';
import type { FlavorValues, InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import type { NovaObject } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { ComputeRpc } from '../../rpc/compute-rpc.js';
import type { BlockDevices } from './block-devices.js';
import type { ComputeContext } from './compute-context.js';
import { guestFlavorOf } from './guests.js';
import { movePorts } from './interfaces.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';
import { patienceOf } from './patience.js';

/** What goes along with a server from host to host. */
export interface Move {
  readonly migration: MigrationValues;
  readonly image: ObjectValues;
  readonly requestSpec: NovaObject;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'migration_context'] as const;

/**
 * Resizes and cold migrations (nova 26, compute/manager.py): prep_resize and finish_resize where a server goes to,
 * resize_instance where it leaves; the owner then confirms it, at the source, or reverts it, from the destination.
 */
export class ResizeInstance {
  readonly #compute: ComputeContext;
  readonly #blockDevices: BlockDevices;
  readonly #hosts: ComputeRpc;
  readonly #settings: { readonly allow_resize_to_same_host: boolean };

  constructor(
    compute: ComputeContext,
    blockDevices: BlockDevices,
    hosts: ComputeRpc,
    settings: { readonly allow_resize_to_same_host: boolean },
  ) {
    this.#compute = compute;
    this.#blockDevices = blockDevices;
    this.#hosts = hosts;
    this.#settings = settings;
  }

  /** The destination makes ready for a server, and asks its host for it. */
  async prepare(
    context: NovaContext,
    uuid: string,
    order: Move & { readonly flavor: FlavorValues; readonly node: string | null; readonly isClean: boolean },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'prep_resize' }, async () => {
      const { store, driver, tracker, host } = this.#compute;
      const { migration, flavor } = order;
      let instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'exists');
      await notify(this.#compute, context, instance, 'resize.prep.start', {}, { newFlavor: flavor });
      const node = order.node ?? driver.nodes()[0] ?? host;
      const isSame = instance.host === host && instance.node === node;
      // A move without another size to where it is would be none.
      if (isSame && (flavor.id === instance.flavor?.id || !this.#settings.allow_resize_to_same_host))
        throw new UnableToMigrateToSelf(uuid, host);
      await tracker.claim(context, { ...instance, flavor }, node);
      const noted = await store.saveMigration(context, migration, {
        dest_compute: host,
        dest_node: node,
        dest_host: driver.hostIp,
        status: 'pre-migrating',
      });
      instance = await store.saveInstance(context, instance, {
        old_flavor: instance.flavor ?? null,
        new_flavor: flavor,
        system_metadata: { ...instance.system_metadata, old_vm_state: instance.vm_state ?? vmStates.active },
        migration_context: { instance_uuid: uuid, migration_id: migration.id },
      });
      await this.#hosts.resizeInstance(context, objectOf('Instance', instance), {
        migration: objectOf('Migration', noted),
        image: order.image,
        flavor: objectOf('Flavor', flavor),
        requestSpec: order.requestSpec,
        cleanShutdown: order.isClean,
      });
      await notify(
        this.#compute,
        context,
        instance,
        'resize.prep.end',
        {
          new_instance_type: flavor.name,
          new_instance_type_id: flavor.id,
        },
        { newFlavor: flavor },
      );
    });
  }

  /** The source gives the server away. */
  async leave(
    context: NovaContext,
    uuid: string,
    order: Move & { readonly flavor: FlavorValues; readonly isClean: boolean },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'resize_instance', revertsTask: false }, () =>
      this.#guarded(context, uuid, order.migration, async () => {
        const { store, driver, guests, settings } = this.#compute;
        let instance = await store.instance(context, uuid, PARTS);
        let migration = await store.saveMigration(context, order.migration, { status: 'migrating' });
        instance = await store.saveInstance(
          context,
          instance,
          { task_state: taskStates.resizeMigrating },
          taskStates.resizePrep,
        );
        await notify(this.#compute, context, instance, 'resize.start');
        const devices = await store.devices(context, uuid);
        const guest = await guests.describe(context, instance, { devices });
        const diskInfo = await driver.migrateDiskAndPowerOff(
          guest,
          migration.dest_host ?? '',
          guestFlavorOf(order.flavor),
          patienceOf(instance, settings, order.isClean),
        );
        await this.#blockDevices.release(context, instance, devices, true);
        migration = await store.saveMigration(context, migration, { status: 'post-migrating' });
        instance = await store.saveInstance(
          context,
          instance,
          { host: migration.dest_compute, node: migration.dest_node, task_state: taskStates.resizeMigrated },
          taskStates.resizeMigrating,
        );
        await this.#hosts.finishResize(context, objectOf('Instance', instance), migration.dest_compute ?? '', {
          migration: objectOf('Migration', migration),
          image: order.image,
          diskInfo,
          requestSpec: order.requestSpec,
        });
        await notify(this.#compute, context, instance, 'resize.end');
      }),
    );
  }

  /** The destination starts it. */
  async finish(
    context: NovaContext,
    uuid: string,
    order: Move & { readonly diskInfo: string },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'finish_resize', revertsTask: false }, () =>
      this.#guarded(context, uuid, order.migration, async () => {
        const { store, driver, guests, connections, tracker } = this.#compute;
        const found = await store.instance(context, uuid, PARTS);
        const flavor = found.new_flavor ?? found.flavor;
        let instance = await store.saveInstance(
          context,
          found,
          { ...sizesOf(flavor), task_state: taskStates.resizeFinish },
          taskStates.resizeMigrated,
        );
        instance = await movePorts(this.#compute, context, instance);
        await notify(this.#compute, context, instance, 'finish_resize.start');
        const { devices } = await this.#blockDevices.prepare(context, instance);
        const guest = await guests.describe(context, instance, { devices });
        const powerOn = instance.system_metadata?.old_vm_state !== vmStates.stopped;
        await driver.finishMigration(guest, order.diskInfo, { powerOn });
        for (const device of devices) if (device.volume_id !== null) await connections.complete(context, device);
        await store.saveMigration(context, order.migration, { status: 'finished' });
        instance = await store.saveInstance(
          context,
          instance,
          {
            vm_state: vmStates.resized,
            task_state: null,
            launched_at: now(),
            power_state: await driver.powerState(uuid),
          },
          taskStates.resizeFinish,
        );
        await tracker.claim(context, instance, instance.node ?? '');
        await tellSchedulers(this.#compute, context, instance, true);
        await notify(this.#compute, context, instance, 'finish_resize.end');
      }),
    );
  }

  /** The source forgets it. */
  async confirm(
    context: NovaContext,
    uuid: string,
    migration: MigrationValues,
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'confirm_resize', revertsTask: false }, async () => {
      const { store, driver, guests, tracker, placement, host } = this.#compute;
      if (!['finished', 'confirming'].includes(migration.status ?? '')) return;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'resize.confirm.start');
      await driver.confirmMigration(guests.identity(instance));
      await store.saveMigration(context, migration, { status: 'confirmed' });
      // What it held here was the migration's since it left.
      await placement.inRequest(context).removeAllocations(migration.uuid ?? '');
      const { old_vm_state: before, ...metadata } = instance.system_metadata ?? {};
      const settled = await store.saveInstance(
        context,
        instance,
        {
          vm_state: before === vmStates.stopped ? vmStates.stopped : vmStates.active,
          task_state: null,
          old_flavor: null,
          new_flavor: null,
          migration_context: null,
          system_metadata: metadata,
        },
        [null, taskStates.deleting, taskStates.softDeleting],
      );
      if (settled.host !== host) await tracker.release(context, uuid);
      await notify(this.#compute, context, settled, 'resize.confirm.end');
    });
  }

  /** The destination gives it back. */
  async revert(
    context: NovaContext,
    uuid: string,
    { migration, requestSpec }: { readonly migration: MigrationValues; readonly requestSpec: NovaObject | null },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'revert_resize', revertsTask: false }, () =>
      this.#guarded(context, uuid, migration, async () => {
        const { store, driver, guests, tracker, host } = this.#compute;
        const instance = await store.instance(context, uuid, PARTS);
        const devices = await store.devices(context, uuid);
        const isSame = migration.source_compute === host;
        await driver.destroy(guests.identity(instance), { destroyDisks: !isSame });
        await this.#blockDevices.release(context, instance, devices, true);
        const reverting = await store.saveMigration(context, migration, { status: 'reverting' });
        if (!isSame) await tracker.release(context, uuid);
        await this.#hosts.finishRevertResize(context, objectOf('Instance', instance), migration.source_compute ?? '', {
          migration: objectOf('Migration', reverting),
          requestSpec,
        });
      }),
    );
  }

  /** The source starts it as it was. */
  async finishRevert(
    context: NovaContext,
    uuid: string,
    migration: MigrationValues,
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'finish_revert_resize', revertsTask: false }, () =>
      this.#guarded(context, uuid, migration, async () => {
        const { store, driver, guests, connections, tracker, placement } = this.#compute;
        const found = await store.instance(context, uuid, PARTS);
        await notify(this.#compute, context, found, 'resize.revert.start');
        const { old_vm_state: before, ...metadata } = found.system_metadata ?? {};
        let instance = await store.saveInstance(context, found, {
          ...sizesOf(found.old_flavor ?? found.flavor),
          host: migration.source_compute,
          node: migration.source_node,
          old_flavor: null,
          new_flavor: null,
          migration_context: null,
          system_metadata: metadata,
        });
        instance = await movePorts(this.#compute, context, instance);
        const { devices } = await this.#blockDevices.prepare(context, instance);
        const powerOn = before !== vmStates.stopped;
        await driver.finishRevertMigration(await guests.describe(context, instance, { devices }), { powerOn });
        for (const device of devices) if (device.volume_id !== null) await connections.complete(context, device);
        instance = await store.saveInstance(
          context,
          instance,
          {
            vm_state: powerOn ? vmStates.active : vmStates.stopped,
            task_state: null,
            launched_at: now(),
            power_state: await driver.powerState(uuid),
          },
          taskStates.resizeReverting,
        );
        await placement.inRequest(context).moveAllocations(migration.uuid ?? '', uuid);
        await store.saveMigration(context, migration, { status: 'reverted' });
        await tracker.claim(context, instance, instance.node ?? '');
        await tellSchedulers(this.#compute, context, instance, true);
        await notify(this.#compute, context, instance, 'resize.revert.end');
      }),
    );
  }

  /** What breaks off in the middle is an error, as nobody can say where the server is. */
  async #guarded(
    context: NovaContext,
    uuid: string,
    migration: MigrationValues,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { store, logger } = this.#compute;
      try {
        await store.saveInstance(context, await store.instance(context, uuid), {
          vm_state: vmStates.error,
          task_state: null,
        });
        await store.saveMigration(context, migration, { status: 'error' });
      } catch (failed) {
        logger.error(`Setting instance ${uuid} to ERROR failed`, failed);
      }
      throw error;
    }
  }
}

/** A flavor in all the columns that have it. */
function sizesOf(flavor: FlavorValues | undefined): Partial<InstanceValues> {
  if (flavor === undefined) return {};
  return {
    flavor,
    instance_type_id: flavor.id,
    memory_mb: flavor.memory_mb,
    vcpus: flavor.vcpus,
    root_gb: flavor.root_gb,
    ephemeral_gb: flavor.ephemeral_gb,
  };
}
