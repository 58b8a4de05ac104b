// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { isUnavailable, now } from '@stackport/database';
import { ImageCopyFailure, ImageTooBig, ImageUnacceptable, MetadataCopyFailure } from '../../errors/volume-driver.js';
import type { Image } from '../../image/glance-client.js';
import { imageMetadata, imageSource } from '../../image/image-metadata.js';
import { volumeObject } from '../../objects/from-rows.js';
import { toWire } from '../../objects/wire-object.js';
import { backendOf } from '../../rpc/addressing.js';
import type { ModelUpdate } from '../drivers/driver.js';
import { createFromBackup } from './backup-source.js';
import type { VolumeWithParts } from './manager-repository.js';
import { WorkNotFound, type VolumeBackend } from './volume-backend.js';
import { writeImage } from './write-image.js';

export interface CreateVolumeRequest {
  readonly volumeId: string;
  /** Upstream's RequestSpec, decoded. */
  readonly requestSpec: Readonly<Record<string, unknown>> | null;
  readonly filterProperties: Readonly<Record<string, unknown>> | null;
  readonly allowReschedule: boolean;
}

/** After these the volume stays where it is, in error: another back end would fail the same way. */
const NOT_RESCHEDULED = new Set([
  'ImageCopyFailure',
  'MetadataCopyFailure',
  'MetadataUpdateFailure',
  'VolumeNotFound',
  'SnapshotNotFound',
  'VolumeTypeNotFound',
  'ImageConversionNotAllowed',
  'ImageUnacceptable',
  'ImageTooBig',
  'InvalidSignatureImage',
  'ImageSignatureVerificationException',
]);

/** Makes volumes: upstream's cinder/volume/flows/manager/create_volume.py. */
export class CreateVolume {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  /**
   * @param claimed - called when the work is recorded as this back end's
   * @returns the volume's id; null where there was nothing to do: a message that came again
   */
  async run(
    context: RequestContext,
    request: CreateVolumeRequest,
    claimed: () => Promise<void> = async () => undefined,
  ): Promise<string | null> {
    const { repository, claims, logger } = this.#backend.init;
    const volume = await repository.getVolume(request.volumeId);
    if (volume?.status !== 'creating') {
      logger.debug(`Volume ${request.volumeId} is not to be made: ${volume?.status ?? 'gone'}`);
      return null;
    }
    if (!this.#isHere(volume)) {
      // A message that came again after the first one had failed here, and the volume had gone elsewhere.
      logger.info(`Volume ${volume.id} is not to be made here: ${volume.host ?? 'scheduled anew'}`);
      return null;
    }
    if (!(await claims.claim('Volume', volume.id, 'creating', this.#backend.service.id))) return null;
    await claims.run('Volume', volume.id, async () => {
      await claimed();
      this.#backend.count(volume, 1);
      await this.#withSource(volume, () => this.#create(context, volume, request));
    });
    return volume.id;
  }

  /** Any back end of a cluster may be asked for what is the cluster's. */
  #isHere({ host, clusterName }: VolumeWithParts): boolean {
    return clusterName !== null || backendOf(host ?? '') === this.#backend.init.host;
  }

  /** What it is made from is not deleted meanwhile. */
  #withSource(volume: VolumeWithParts, action: () => Promise<void>): Promise<void> {
    const source = volume.snapshotId ?? volume.sourceVolumeId;
    return source === null ? action() : this.#backend.locks.run(source, action);
  }

  async #create(context: RequestContext, volume: VolumeWithParts, request: CreateVolumeRequest): Promise<void> {
    const { repository, logger } = this.#backend.init;
    try {
      await this.#backend.notifyVolume(context, volume, 'create.start');
      const update = await this.#build(context, volume, request.requestSpec ?? {});
      if (update === 'elsewhere') return;
      const done = await repository.updateVolume(
        volume.id,
        {
          ...update,
          status: 'available',
          launchedAt: now(),
          sharedTargets: this.#backend.sharesTargets,
          ...(this.#backend.service.uuid === null ? {} : { serviceUuid: this.#backend.service.uuid }),
        },
        { status: { in: ['creating', 'downloading'] } },
      );
      if (!done) {
        // It was deleted by force meanwhile: nobody would ever delete what was made.
        if ((await repository.getVolume(volume.id)) === undefined) await this.#backend.driver.deleteVolume(volume);
        throw new WorkNotFound('Volume', volume.id);
      }
      await this.#backend.notifyVolume(context, await this.#backend.volume(volume.id), 'create.end');
      logger.info(`Created volume successfully. (volume ${volume.id})`);
    } catch (error) {
      // Whether there is a row for what was made is known when the database answers again.
      if (isUnavailable(error)) throw error;
      await this.#fail(context, volume, request, error);
      throw error;
    }
  }

  async #build(
    context: RequestContext,
    volume: VolumeWithParts,
    spec: Readonly<Record<string, unknown>>,
  ): Promise<ModelUpdate | 'elsewhere'> {
    const { driver, init } = this.#backend;
    if (volume.snapshotId !== null) {
      const snapshot = await this.#backend.snapshot(volume.snapshotId);
      const update = await driver.createVolumeFromSnapshot(volume, snapshot);
      if (snapshot.volume.bootable === true) {
        const facts = await init.repository.getGlanceMetadata({ snapshotId: snapshot.id });
        await this.#makeBootable(volume, facts);
      }
      return update;
    }
    if (volume.sourceVolumeId !== null) {
      const source = await this.#backend.volume(volume.sourceVolumeId);
      const update = await driver.createClonedVolume(volume, source);
      if (source.bootable === true)
        await this.#makeBootable(volume, await init.repository.getGlanceMetadata({ volumeId: source.id }));
      return update;
    }
    if (typeof spec.image_id === 'string') return this.#fromImage(context, volume, spec.image_id);
    if (typeof spec.backup_id !== 'string') return driver.createVolume(volume);
    // The backup's service writes the bytes, and the last state.
    await createFromBackup(this.#backend, context, volume, spec.backup_id);
    return 'elsewhere';
  }

  async #fromImage(context: RequestContext, volume: VolumeWithParts, imageId: string): Promise<ModelUpdate> {
    const { driver, init } = this.#backend;
    const image = await init.images.show(context, imageId);
    requireFits(image, volume.size ?? 0);
    const source = imageSource(image, () => init.images.download(context, imageId));
    const locations = await init.images.locations(context, imageId);
    // What is encrypted is written by itself: neither what others have nor what the cache has is.
    const isEncrypted = volume.encryptionKeyId !== null;
    const cached = isEncrypted ? undefined : await init.imageCache?.find(image, volume.size ?? 0);
    let update: ModelUpdate | undefined;
    if (cached !== undefined) update = await driver.createClonedVolume(volume, cached);
    else if (!isEncrypted) update = await driver.cloneImage(volume, source, locations);
    if (update === undefined) {
      update = await driver.createVolume(volume);
      try {
        if (!(await init.repository.updateVolume(volume.id, { status: 'downloading' }, { status: 'creating' })))
          throw new WorkNotFound('Volume', volume.id);
        init.logger.info(`Volume ${volume.id}: downloading image ${imageId}`);
        await writeImage(context, this.#backend, { volume, image, source });
      } catch (error) {
        await driver.deleteVolume(volume).catch((failure: unknown) => {
          init.logger.error(`Volume ${volume.id}: failed to remove what was made of it`, failure);
        });
        throw error;
      }
    }
    await this.#makeBootable(volume, imageMetadata(image));
    if (cached === undefined && !isEncrypted) await this.#keepImage(context, volume, image);
    return update;
  }

  /** Has a clone in the cache for the next volume of the image. A failure is logged: the volume is made. */
  async #keepImage(context: RequestContext, volume: VolumeWithParts, image: Image): Promise<void> {
    const { imageCache, repository, volumeRpc, logger } = this.#backend.init;
    const evicted = await imageCache?.toEvict(image.id, volume.size ?? 0);
    if (imageCache === undefined || evicted === undefined) return;
    try {
      for (const entry of evicted) {
        await imageCache.removeEntry(entry.id);
        const old = await repository.getVolume(entry.volumeId);
        if (old !== undefined) await volumeRpc.deleteVolume(context, old);
      }
      const row = await imageCache.addVolume(volume);
      try {
        await this.#backend.driver.createClonedVolume(row, volume);
        await repository.updateVolume(row.id, { status: 'available', launchedAt: now() });
        await imageCache.addEntry(image, row);
      } catch (error) {
        await repository.transaction((tx) => repository.deleteVolume(row.id, tx));
        throw error;
      }
    } catch (error) {
      logger.warning(`Image ${image.id} is not kept in the cache: ${String(error)}`);
    }
  }

  async #makeBootable(volume: VolumeWithParts, facts: Readonly<Record<string, string>>): Promise<void> {
    const { repository } = this.#backend.init;
    try {
      await repository.updateVolume(volume.id, { bootable: true });
      if (Object.keys(facts).length > 0) await repository.setGlanceMetadata(volume.id, facts);
    } catch (error) {
      throw new MetadataCopyFailure(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #fail(
    context: RequestContext,
    volume: VolumeWithParts,
    request: CreateVolumeRequest,
    error: unknown,
  ): Promise<void> {
    const { repository, messages, logger } = this.#backend.init;
    this.#backend.count(volume, -1);
    const isImage =
      error instanceof ImageCopyFailure || error instanceof ImageTooBig || error instanceof ImageUnacceptable;
    await messages.create(context, {
      action: isImage ? 'COPY_IMAGE_TO_VOLUME' : 'CREATE_VOLUME_FROM_BACKEND',
      resourceId: volume.id,
      error,
      ...(isImage ? {} : { detail: 'DRIVER_FAILED_CREATE' as const }),
    });
    if (await this.#reschedule(context, volume, request, error)) return;
    await repository.updateVolume(
      volume.id,
      { status: 'error', ...(volume.migrationStatus === null ? {} : { migrationStatus: 'error' }) },
      { status: { in: ['creating', 'downloading'] } },
    );
    logger.error(`Volume ${volume.id}: create failed`);
  }

  async #reschedule(
    context: RequestContext,
    volume: VolumeWithParts,
    { allowReschedule, requestSpec, filterProperties }: CreateVolumeRequest,
    error: unknown,
  ): Promise<boolean> {
    const { repository, schedulerRpc, logger } = this.#backend.init;
    const retry = filterProperties?.retry as Record<string, unknown> | undefined;
    if (!allowReschedule || requestSpec === null || retry === undefined) return false;
    if (error instanceof Error && NOT_RESCHEDULED.has(error.name)) return false;
    try {
      const given = await repository.updateVolume(
        volume.id,
        { host: null, scheduledAt: now(), status: 'creating' },
        { status: { in: ['creating', 'downloading'] }, host: volume.host },
      );
      if (!given) return false;
      const row = await this.#backend.volume(volume.id);
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await schedulerRpc.createVolume(context, row, {
        requestSpec: toWire('RequestSpec', {
          ...plainFields(requestSpec),
          volume_id: volume.id,
          volume: volumeObject(row),
        }),
        filterProperties: {
          ...filterProperties,
          retry: { ...retry, exc: reason.split('\n').map((line) => `${line}\n`) },
        },
        snapshotId: volume.snapshotId,
        imageId: typeof requestSpec.image_id === 'string' ? requestSpec.image_id : null,
      });
      logger.info(`Volume ${volume.id}: re-scheduled`);
      return true;
    } catch (failure) {
      logger.error(`Volume ${volume.id}: rescheduling failed`, failure);
      return false;
    }
  }
}

/** Fields of a decoded RequestSpec that are no objects; the scheduler reads the others anew. */
function plainFields(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value === null || typeof value !== 'object' || Array.isArray(value)),
  );
}

/** Throws `ImageUnacceptable`. @param size - GiB */
function requireFits(image: Image, size: number): void {
  const gib = Math.ceil((image.size ?? 0) / 1024 ** 3);
  if (image.status !== 'active') throw new ImageUnacceptable(image.id, `Image ${image.id} is not active.`);
  if (gib > size)
    throw new ImageUnacceptable(image.id, `Size of specified image ${gib}GB is larger than volume size ${size}GB.`);
  if (image.min_disk > size)
    throw new ImageUnacceptable(
      image.id,
      `Volume size ${size}GB cannot be smaller than the image minDisk size ${image.min_disk}GB.`,
    );
}
