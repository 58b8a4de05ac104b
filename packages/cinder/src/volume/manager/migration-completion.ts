// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { CinderTransaction } from '../../database.js';
import type { Attachments } from './attachments.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

/** Ends migrations whose data are copied. */
export class MigrationCompletion {
  readonly #backend: VolumeBackend;
  readonly #attachments: Attachments;

  constructor(backend: VolumeBackend, attachments: Attachments) {
    this.#backend = backend;
    this.#attachments = attachments;
  }

  /**
   * Puts a volume in the place of the one that has its data now, and has the old place deleted.
   * @param options.failed - whether there are no data: all is as before then
   * @param options.together - what belongs into the transaction by which it is there
   * @returns the id of the volume that stays
   */
  async complete(
    context: RequestContext,
    volumeId: string,
    newVolumeId: string,
    {
      failed = false,
      together = async () => undefined,
    }: { readonly failed?: boolean; readonly together?: ((tx: CinderTransaction) => Promise<void>) | undefined } = {},
  ): Promise<string> {
    const { repository, moves, volumeRpc, logger } = this.#backend.init;
    const [volume, newVolume] = await Promise.all([this.#backend.volume(volumeId), this.#backend.volume(newVolumeId)]);
    const original = volume.previousStatus ?? 'available';
    if (failed) {
      await volumeRpc.deleteVolume(context, newVolume);
      await repository.updateVolume(volumeId, { migrationStatus: 'error', status: original });
      return volumeId;
    }
    let attached: VolumeWithParts['attachments'];
    try {
      this.#backend.requireDriver();
      await repository.updateVolume(volumeId, { migrationStatus: 'completing' });
      attached = original === 'in-use' && volume.status !== 'available' ? volume.attachments : [];
      for (const attachment of attached) await this.#detach(context, volumeId, attachment.id);
      await volumeRpc.updateMigratedVolume(context, volume, newVolume, original);
      await moves.exchange(volumeId, newVolumeId, together);
    } catch (error) {
      // Administrators see it again: its data may be all that there is.
      await repository.updateVolume(newVolumeId, { migrationStatus: null });
      await repository.updateVolume(volumeId, { migrationStatus: 'error' });
      throw error;
    }
    const moved = await this.#backend.volume(volumeId);
    for (const attachment of attached)
      await volumeRpc.attachVolume(context, moved, {
        instanceUuid: attachment.instanceUuid,
        hostName: attachment.attachedHost,
        mountpoint: attachment.mountpoint ?? '',
        mode: attachment.attachMode ?? 'rw',
      });
    await repository.updateVolume(volumeId, {
      status: original,
      previousStatus: volume.status,
      migrationStatus: 'success',
    });
    await volumeRpc.deleteVolume(context, await this.#backend.volume(newVolumeId));
    logger.info(`Complete-Migrate volume completed successfully. (volume ${volumeId})`);
    return volumeId;
  }

  /** On the back end of the new volume: it takes the old one's name there, where it can. */
  async updateMigrated(volumeId: string, newVolumeId: string): Promise<void> {
    const { repository } = this.#backend.init;
    const [volume, newVolume] = await Promise.all([this.#backend.volume(volumeId), this.#backend.volume(newVolumeId)]);
    const update = await this.#backend.driver.updateMigratedVolume(volume, newVolume);
    await repository.updateVolume(newVolumeId, {
      nameId: volume.nameId,
      providerLocation: volume.providerLocation,
    });
    await repository.updateVolume(volumeId, { ...update });
  }

  async #detach(context: RequestContext, volumeId: string, attachmentId: string): Promise<void> {
    await this.#attachments.detach(context, volumeId, attachmentId).catch((error: unknown) => {
      this.#backend.init.logger.error(
        `Detach migration source volume ${volumeId} from attachment ${attachmentId} failed`,
        error,
      );
    });
  }
}
