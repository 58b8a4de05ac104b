// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { statusByAttachments } from './change-volume.js';
import type { DeleteVolume } from './delete-volume.js';
import type { Snapshots } from './snapshots.js';
import type { VolumeBackend } from './volume-backend.js';
import type { AbandonedFilter } from './work-claims.js';

/** What is to be settled; the service's own work by default, up to now. */
export type CleanupRequest = Partial<AbandonedFilter>;

/**
 * Ends what was claimed and given up (upstream's do_cleanup): what was being made is in error, what was being deleted is
 * deleted. At start, on a timer, and on an operator's word.
 */
export class AbandonedWork {
  readonly #backend: VolumeBackend;
  readonly #work: { readonly delete: DeleteVolume; readonly snapshots: Snapshots };

  constructor(backend: VolumeBackend, work: { readonly delete: DeleteVolume; readonly snapshots: Snapshots }) {
    this.#backend = backend;
    this.#work = work;
  }

  /** What cannot be settled is logged, and left for the next time. */
  async settle(context: RequestContext, request: CleanupRequest = {}): Promise<void> {
    const { claims, logger } = this.#backend.init;
    const own = this.#backend.service.id;
    const filter = { serviceId: own, until: new Date(), ...request };
    for (const row of await claims.listAbandoned(filter)) {
      const { resourceType, resourceId } = row;
      if (!(await claims.takeOver(row, own))) continue;
      logger.info(`Cleaning ${resourceType} with id ${resourceId} and status ${row.status}`);
      try {
        if (resourceType === 'Volume') await this.#settleVolume(context, resourceId);
        else if (resourceType === 'Snapshot') await this.#settleSnapshot(context, resourceId);
      } catch (error) {
        logger.error(`Could not perform cleanup of ${resourceType} ${resourceId}`, error);
        await claims.giveBack(row);
      }
    }
  }

  async #settleVolume(context: RequestContext, id: string): Promise<void> {
    const { repository, claims } = this.#backend.init;
    const volume = await repository.getVolume(id);
    if (volume?.status === 'deleting') {
      // It is claimed anew.
      claims.abandon('Volume', id);
      await this.#work.delete.run(context, { volumeId: id, cascade: true });
      return;
    }
    if (volume?.status === 'creating' || volume?.status === 'downloading') {
      // What was made of it has no owner: the row in error may be deleted by its user, or not.
      await this.#backend.driver.deleteVolume(volume);
      await repository.updateVolume(id, { status: 'error' }, { status: volume.status });
    }
    if (volume?.status === 'uploading')
      await repository.updateVolume(id, { status: statusByAttachments(volume.attachments) }, { status: 'uploading' });
    await claims.release('Volume', id);
  }

  async #settleSnapshot(context: RequestContext, id: string): Promise<void> {
    const { repository, claims } = this.#backend.init;
    const snapshot = await repository.getSnapshot(id);
    if (snapshot?.status === 'deleting') {
      claims.abandon('Snapshot', id);
      await this.#work.snapshots.delete(context, { snapshotId: id });
      return;
    }
    if (snapshot?.status === 'creating') {
      await this.#backend.driver.deleteSnapshot(snapshot);
      await repository.updateSnapshot(id, { status: 'error' }, { status: 'creating' });
    }
    await claims.release('Snapshot', id);
  }
}
