// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, type TaskState } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { isGone } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';
import { notify } from './notify.js';
import { operate } from './operation.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs'] as const;

/** Images of servers (nova 26, compute/manager.py, snapshot_instance and backup_instance). */
export class SnapshotInstance {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  snapshot(context: NovaContext, uuid: string, imageId: string, message: IncomingMessage): Promise<void> {
    return this.#run(context, uuid, { name: 'snapshot_instance', imageId, task: taskStates.imageSnapshot }, message);
  }

  /** Keeps no more than `rotation` of the type's backups of the server. */
  backup(
    context: NovaContext,
    uuid: string,
    backup: { readonly imageId: string; readonly backupType: string; readonly rotation: number },
    message: IncomingMessage,
  ): Promise<void> {
    const { imageId, backupType, rotation } = backup;
    const name = 'backup_instance';
    return this.#run(context, uuid, { name, imageId, task: taskStates.imageBackup }, message, () =>
      this.#rotate(context, uuid, backupType, rotation),
    );
  }

  /** Writes the root disk into an image that is there already; an image that cannot be had is removed. */
  async upload(
    context: NovaContext,
    instance: InstanceValues,
    imageId: string,
    task: TaskState,
  ): Promise<InstanceValues> {
    const { store, driver, guests, images } = this.#compute;
    const pending =
      task === taskStates.shelving ? taskStates.shelvingImagePendingUpload : taskStates.imagePendingUpload;
    const uploading = task === taskStates.shelving ? taskStates.shelvingImageUploading : taskStates.imageUploading;
    let current = await store.saveInstance(context, instance, { task_state: pending }, task);
    const devices = await store.devices(context, instance.uuid);
    const snapshot = await driver.snapshot(await guests.describe(context, current, { devices }));
    try {
      current = await store.saveInstance(context, current, { task_state: uploading }, pending);
      await images.setFormat(context, imageId, snapshot.format);
      await images.upload(context, imageId, snapshot.open(), snapshot.size);
    } finally {
      await snapshot.dispose();
    }
    return current;
  }

  async #run(
    context: NovaContext,
    uuid: string,
    { name, imageId, task }: { readonly name: string; readonly imageId: string; readonly task: TaskState },
    message: IncomingMessage,
    afterwards: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    await message.acknowledge();
    const { store, driver, images, logger } = this.#compute;
    await operate(this.#compute, context, uuid, { name }, async () => {
      try {
        const instance = await store.saveInstance(
          context,
          await store.instance(context, uuid, PARTS),
          { task_state: task, power_state: await driver.powerState(uuid) },
          [taskStates.imageSnapshotPending, taskStates.imageBackup],
        );
        const told = [{ snapshot_image_id: imageId }, { snapshotImageId: imageId }] as const;
        await notify(this.#compute, context, instance, 'snapshot.start', ...told);
        const uploaded = await this.upload(context, instance, imageId, task);
        await store.saveInstance(context, uploaded, { task_state: null }, taskStates.imageUploading);
        await notify(this.#compute, context, instance, 'snapshot.end', ...told);
        await afterwards();
      } catch (error) {
        await images.delete(context, imageId);
        if (!isGone(error)) throw error;
        logger.debug(`Instance ${uuid} disappeared during its snapshot`);
      }
    });
  }

  async #rotate(context: NovaContext, uuid: string, backupType: string, rotation: number): Promise<void> {
    const { images, logger } = this.#compute;
    const found = await images.list(context, { image_type: 'backup', backup_type: backupType, instance_uuid: uuid });
    for (const { id } of found.slice(rotation))
      try {
        await images.delete(context, id);
      } catch (error) {
        logger.info(`Failed to find image ${id} to delete: ${(error as Error).message}`);
      }
  }
}
