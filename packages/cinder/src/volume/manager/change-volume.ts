// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import { ImageUnacceptable, ManageExistingAlreadyManaged } from '../../errors/volume-driver.js';
import { imageMetadata, imageSource } from '../../image/image-metadata.js';
import type { ImageDestination } from '../drivers/driver.js';
import type { VolumeBackend } from './volume-backend.js';

/** Extends volumes, exchanges their bytes with images, and takes over what is on the back end already. */
export class ChangeVolume {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  /** @param newSize - GiB. A failure leaves the volume `error_extending` and gives the reservations back. */
  async extend(
    context: RequestContext,
    volumeId: string,
    newSize: number,
    reservations: readonly string[] | null,
  ): Promise<void> {
    const { repository, quotas, messages, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    if (volume.status !== 'extending') return;
    await this.#backend.notifyVolume(context, volume, 'resize.start');
    try {
      await this.#backend.locks.run(volumeId, () => this.#backend.driver.extendVolume(volume, newSize));
    } catch (error) {
      logger.error(`Extend volume failed. (volume ${volumeId})`, error);
      await messages.create(context, {
        action: 'EXTEND_VOLUME',
        resourceId: volumeId,
        error,
        detail: 'DRIVER_FAILED_EXTEND',
      });
      await repository.updateVolume(volumeId, { status: 'error_extending' }, { status: 'extending' });
      await quotas.rollback(context, reservations);
      return;
    }
    const status = volume.attachments.length === 0 ? 'available' : 'in-use';
    await repository.transaction(async (tx) => {
      const { count } = await tx.volume.updateMany({
        where: { id: volumeId, status: 'extending', deleted: false },
        data: { size: newSize, status },
      });
      if (count === 1) await quotas.commit(context, reservations, { transaction: tx });
    });
    this.#backend.count({ host: volume.host, size: newSize - (volume.size ?? 0) }, 1);
    await this.#backend.notifyVolume(context, { ...volume, status, size: newSize }, 'resize.end', { size: newSize });
    logger.info(`Extend volume completed successfully. (volume ${volumeId})`);
  }

  /** @param imageMeta - `id`, `disk_format` and `container_format` of the image that is queued */
  async copyToImage(
    context: RequestContext,
    volumeId: string,
    imageMeta: Readonly<Record<string, unknown>>,
    claimed: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { repository, claims, images, messages, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    const imageId = String(imageMeta.id);
    if (volume.status !== 'uploading') return;
    if (!(await claims.claim('Volume', volumeId, 'uploading', this.#backend.service.id))) return;
    await claimed();
    try {
      const destination: ImageDestination = {
        id: imageId,
        diskFormat: String(imageMeta.disk_format),
        containerFormat: String(imageMeta.container_format),
        upload: (data) => images.upload(context, imageId, data),
      };
      await this.#backend.locks.run(volumeId, () => this.#backend.driver.copyVolumeToImage(volume, destination));
      logger.info(`Copy volume ${volumeId} to image ${imageId} completed successfully.`);
    } catch (error) {
      logger.error(`Upload volume ${volumeId} to image encountered an error (image-id: ${imageId}).`, error);
      await messages.create(context, {
        action: 'COPY_VOLUME_TO_IMAGE',
        resourceId: volumeId,
        error,
        detail: 'FAILED_TO_UPLOAD_VOLUME',
      });
      // An image that never got its bytes is of no use.
      await images.delete(context, imageId).catch((failure: unknown) => {
        logger.warning(`Image ${imageId} could not be deleted: ${String(failure)}`);
      });
      throw error;
    } finally {
      await repository.updateVolume(
        volumeId,
        { status: statusByAttachments(volume.attachments) },
        { status: 'uploading' },
      );
      await claims.release('Volume', volumeId);
    }
  }

  /** Writes an image over a volume. */
  async reimage(
    context: RequestContext,
    volumeId: string,
    imageMeta: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { repository, images, messages, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    if (volume.status !== 'downloading') return;
    try {
      const image = await images.show(context, String(imageMeta.id));
      if (Math.ceil((image.size ?? 0) / 1024 ** 3) > (volume.size ?? 0))
        throw new ImageUnacceptable(
          image.id,
          `Size of specified image is larger than volume size ${volume.size ?? 0}GB.`,
        );
      const source = imageSource(image, () => images.download(context, image.id));
      await this.#backend.locks.run(volumeId, () => this.#backend.driver.copyImageToVolume(volume, source));
      await repository.setGlanceMetadata(volumeId, imageMetadata(image));
      await repository.updateVolume(volumeId, { status: volume.previousStatus ?? 'available', bootable: true });
      logger.info(`Volume ${volumeId} re-imaged successfully.`);
    } catch (error) {
      await messages.create(context, {
        action: 'REIMAGE_VOLUME',
        resourceId: volumeId,
        error,
        detail: 'REIMAGE_VOLUME_FAILED',
      });
      await repository.updateVolume(volumeId, { status: 'error' }, { status: 'downloading' });
      throw error;
    }
  }

  /** Takes over what the reference names; its size becomes the volume's. */
  async manageExisting(context: RequestContext, volumeId: string, reference: unknown): Promise<string> {
    const { repository, quotas, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    if (volume.status === 'available') return volumeId;
    await this.#backend.notifyVolume(context, volume, 'manage_existing.start');
    try {
      const { driver } = this.#backend;
      const known = (await driver.getManageableVolumes(await repository.listVolumes(this.#backend.init.host))).find(
        (one) => JSON.stringify(one.reference) === JSON.stringify(reference) && one.cinder_id !== null,
      );
      if (known !== undefined) throw new ManageExistingAlreadyManaged(known.cinder_id ?? '');
      const size = await driver.manageExistingGetSize(volume, reference);
      // Not counted as used before it is: a usage that is counted anew meanwhile would have it twice.
      await repository.updateVolume(volumeId, { useQuota: false });
      const deltas: Record<string, number> = { volumes: 1, gigabytes: size };
      await quotas.addVolumeTypeOptions(context, deltas, volume.volumeTypeId);
      const reservations = await quotas.reserve(context, deltas, { projectId: volume.projectId ?? undefined });
      try {
        const update = await driver.manageExisting({ ...volume, size }, reference);
        await repository.transaction(async (tx) => {
          await tx.volume.updateMany({
            where: { id: volumeId, deleted: false },
            data: {
              ...update,
              size,
              status: 'available',
              useQuota: true,
              launchedAt: now(),
              serviceUuid: this.#backend.service.uuid,
            },
          });
          await quotas.commit(context, reservations, { transaction: tx });
        });
      } catch (error) {
        await quotas.rollback(context, reservations);
        throw error;
      }
    } catch (error) {
      await repository.updateVolume(volumeId, { status: 'error_managing' });
      throw error;
    }
    const managed = await this.#backend.volume(volumeId);
    this.#backend.count(managed, 1);
    await this.#backend.notifyVolume(context, managed, 'manage_existing.end');
    logger.info(`Manage existing volume completed successfully. (volume ${volumeId})`);
    return volumeId;
  }

  async manageExistingSnapshot(context: RequestContext, snapshotId: string, reference: unknown): Promise<string> {
    const { repository, quotas, settings } = this.#backend.init;
    const snapshot = await this.#backend.snapshot(snapshotId);
    if (snapshot.status === 'available') return snapshotId;
    try {
      const { driver } = this.#backend;
      const size = await driver.manageExistingSnapshotGetSize(snapshot, reference);
      await repository.updateSnapshot(snapshotId, { useQuota: false });
      const deltas: Record<string, number> = { snapshots: 1 };
      if (!settings.isSnapshotSpaceFree) deltas.gigabytes = size;
      await quotas.addVolumeTypeOptions(context, deltas, snapshot.volumeTypeId);
      const reservations = await quotas.reserve(context, deltas, { projectId: snapshot.projectId ?? undefined });
      try {
        await driver.manageExistingSnapshot(snapshot, reference);
        await repository.transaction(async (tx) => {
          await tx.snapshot.updateMany({
            where: { id: snapshotId, deleted: false },
            data: { volumeSize: size, status: 'available', progress: '100%', useQuota: true },
          });
          await quotas.commit(context, reservations, { transaction: tx });
        });
      } catch (error) {
        await quotas.rollback(context, reservations);
        throw error;
      }
    } catch (error) {
      await repository.updateSnapshot(snapshotId, { status: 'error_managing' });
      throw error;
    }
    await this.#backend.notifySnapshot(context, snapshot, snapshot.volume, 'manage_existing_snapshot.end');
    return snapshotId;
  }
}

/** The state of a volume that nothing else is done with. */
export function statusByAttachments(attachments: readonly { readonly attachStatus: string | null }[]): string {
  return attachments.some(({ attachStatus }) => attachStatus === 'attached') ? 'in-use' : 'available';
}
