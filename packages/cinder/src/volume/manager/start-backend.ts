// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { DeleteVolume } from './delete-volume.js';
import type { Snapshots } from './snapshots.js';
import { statusByAttachments } from './change-volume.js';
import type { VolumeBackend } from './volume-backend.js';

/** Makes a back end ready and deals with what an earlier process of it left (upstream's init_host and _do_cleanup). */
export class StartBackend {
  readonly #backend: VolumeBackend;
  readonly #work: { readonly delete: DeleteVolume; readonly snapshots: Snapshots };

  constructor(backend: VolumeBackend, work: { readonly delete: DeleteVolume; readonly snapshots: Snapshots }) {
    this.#backend = backend;
    this.#work = work;
  }

  /** @returns whether the back end can work now; why not is in the log */
  async initialise(): Promise<boolean> {
    const { init } = this.#backend;
    if (init.driver === undefined) return false;
    init.logger.info(`Starting volume driver ${init.driver.name} (${init.driver.version})`);
    try {
      await init.driver.initialise();
      await init.driver.checkForSetupError();
    } catch (error) {
      init.logger.error('Failed to initialize driver.', error);
      return false;
    }
    for (const volume of await init.repository.listVolumes(init.host))
      if (volume.status === 'available' || volume.status === 'in-use') {
        this.#backend.count(volume, 1);
        if (volume.status !== 'in-use') continue;
        try {
          await init.driver.ensureExport(volume);
        } catch (error) {
          init.logger.error(`Failed to re-export volume ${volume.id}, setting to ERROR.`, error);
          await init.repository.updateVolume(volume.id, { status: 'error' }, { status: 'in-use' });
        }
      }
    this.#backend.markInitialized();
    init.logger.info('Driver initialization completed successfully.');
    return true;
  }

  /**
   * Ends what was claimed and given up: what was being made is in error, what was being deleted is deleted.
   * @param before - claims of later than that are somebody's
   */
  async cleanUp(context: RequestContext, before: Date): Promise<void> {
    const { claims, logger } = this.#backend.init;
    for (const { resourceType, resourceId } of await claims.listAbandoned(this.#backend.service.id, before)) {
      logger.info(`Cleaning ${resourceType} with id ${resourceId}`);
      try {
        if (resourceType === 'Volume') await this.#cleanVolume(context, resourceId);
        else if (resourceType === 'Snapshot') await this.#cleanSnapshot(context, resourceId);
      } catch (error) {
        logger.error(`Could not perform cleanup of ${resourceType} ${resourceId}`, error);
      }
    }
  }

  async #cleanVolume(context: RequestContext, id: string): Promise<void> {
    const { repository, claims } = this.#backend.init;
    const volume = await repository.getVolume(id);
    if (volume?.status === 'deleting') {
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

  async #cleanSnapshot(context: RequestContext, id: string): Promise<void> {
    const { repository, claims } = this.#backend.init;
    const snapshot = await repository.getSnapshot(id);
    if (snapshot?.status === 'deleting') {
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
