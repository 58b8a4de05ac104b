// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { ImageConversionNotAllowed, ImageUnacceptable } from '../../errors/volume-driver.js';
import { imageMetadata, imageSource } from '../../image/image-metadata.js';
import type { ImageDestination } from '../drivers/driver.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';
import { writeImage } from './write-image.js';

/** Extends volumes, and exchanges their bytes with images. */
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
    await this.#tellServers(context, volume, 'volumeExtended');
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
    try {
      await claimed();
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

  /** Writes an image over a volume. A failure leaves it in error. */
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
      await this.#backend.locks.run(volumeId, () => writeImage(context, this.#backend, { volume, image, source }));
      await repository.setGlanceMetadata(volumeId, imageMetadata(image));
    } catch (error) {
      logger.error(`Failed to re-image volume ${volumeId} with image ${String(imageMeta.id)}.`, error);
      if (error instanceof ImageConversionNotAllowed)
        await messages.create(context, {
          action: 'REIMAGE_VOLUME',
          resourceId: volumeId,
          error,
          detail: 'IMAGE_FORMAT_UNACCEPTABLE',
        });
      const changes = { status: 'error', previousStatus: 'downloading' };
      await repository.updateVolume(volumeId, changes, { status: 'downloading' });
      throw error;
    }
    const status = volume.previousStatus ?? 'available';
    await repository.updateVolume(volumeId, { status, bootable: true }, { status: 'downloading' });
    if (status === 'reserved') await this.#tellServers(context, volume, 'volumeReimaged');
    logger.info(`Volume ${volumeId} re-imaged successfully.`);
  }

  /** Servers that have the volume see the change when they are told; its user is told where that fails. */
  async #tellServers(
    context: RequestContext,
    volume: VolumeWithParts,
    event: 'volumeExtended' | 'volumeReimaged',
  ): Promise<void> {
    const { servers, messages } = this.#backend.init;
    const ids = volume.attachments.flatMap(({ instanceUuid }) => instanceUuid ?? []);
    if (ids.length === 0 || (await servers[event](context, ids, volume.id))) return;
    await messages.create(context, {
      resourceId: volume.id,
      ...(event === 'volumeExtended'
        ? { action: 'EXTEND_VOLUME', detail: 'NOTIFY_COMPUTE_SERVICE_FAILED' }
        : { action: 'REIMAGE_VOLUME', detail: 'REIMAGE_VOLUME_FAILED' }),
    });
  }
}

/** The state of a volume that nothing else is done with. */
export function statusByAttachments(attachments: readonly { readonly attachStatus: string | null }[]): string {
  return attachments.some(({ attachStatus }) => attachStatus === 'attached') ? 'in-use' : 'available';
}
