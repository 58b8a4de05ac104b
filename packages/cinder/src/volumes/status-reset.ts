// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { AttachmentRepository } from '../attachments/attachment-repository.js';
import { Invalid } from '../errors/base.js';
import type { Notifications } from '../notifications/notifications.js';
import type { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import { snapshotUsage, volumeUsage } from '../volume/manager/usage.js';
import type { WorkerRepository } from '../workers/worker-repository.js';
import type { VolumeRepository } from './volume-repository.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

export interface StatusResetDependencies {
  readonly volumes: VolumeRepository;
  readonly snapshots: SnapshotRepository;
  readonly attachments: Pick<AttachmentRepository, 'finishDetach'>;
  readonly workers: Pick<WorkerRepository, 'delete'>;
  readonly notifications: Pick<Notifications, 'info'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** What an administrator says a volume is; what is undefined stays. */
export interface VolumeStates {
  readonly status?: string;
  /** `detached` takes its attachments away. */
  readonly attachStatus?: string;
  readonly migrationStatus?: string | null;
}

/** States by an administrator's word, whatever they are: upstream's api/contrib/admin_actions.py. */
export class StatusReset {
  readonly #dependencies: StatusResetDependencies;

  constructor(dependencies: StatusResetDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Sets a volume's states, tells others, and forgets who worked on it.
   * @throws VolumeNotFound, PolicyNotAuthorized, Invalid for `deleting`, and for `in-use` without attachments
   */
  async volume(context: RequestContext, id: string, states: VolumeStates): Promise<void> {
    const { volumes, workers, logger } = this.#dependencies;
    const volume = await volumes.get(context, id);
    this.#authorize('volume_extension:volume_admin_actions:reset_status', volume, context);
    // A comma is missing in upstream's list: error_deleting and detaching are let through there, and by clients used.
    if (states.status === 'deleting') throw new Invalid(`Cannot reset-state to ${states.status}`);
    if (states.status === 'in-use' && volume.attachments.length === 0)
      throw new Invalid('Cannot reset-state to in-use because volume does not have any attachments.');
    logger.debug(`Updating volume '${id}' with ${JSON.stringify(states)}`);
    await this.#notifyVolume(context, volume, 'reset_status.start');
    await volumes.change(id, { ...states });
    await workers.delete('Volume', id);
    if (states.attachStatus === 'detached') await this.#forgetAttachments(volume);
    await this.#notifyVolume(context, await volumes.get(context, id), 'reset_status.end');
  }

  /** Throws `SnapshotNotFound`, `PolicyNotAuthorized`. */
  async snapshot(context: RequestContext, id: string, status: string): Promise<void> {
    const { snapshots, workers, notifications, logger } = this.#dependencies;
    const snapshot = await snapshots.get(context, id);
    this.#authorize('volume_extension:snapshot_admin_actions:reset_status', snapshot, context);
    logger.debug(`Updating snapshot '${id}' with ${status}`);
    const notify = (now: typeof snapshot, event: string): Promise<void> =>
      notifications.info(context, 'snapshot', `snapshot.reset_status.${event}`, snapshotUsage(now, now.volume));
    await notify(snapshot, 'start');
    await snapshots.change(id, { status });
    await workers.delete('Snapshot', id);
    await notify({ ...snapshot, status }, 'end');
  }

  async #forgetAttachments(volume: VolumeRow): Promise<void> {
    const { attachments, volumes } = this.#dependencies;
    const ids = volume.attachments.map(({ id }) => id);
    if (ids.length > 0) await attachments.finishDetach(volume.id, ids);
    else if (Object.hasOwn(dictionaryOf(volume.adminMetadata), 'attached_mode'))
      await volumes.deleteMetadata('volumeAdminMetadata', volume.id, 'attached_mode');
  }

  #notifyVolume(context: RequestContext, volume: VolumeRow, event: string): Promise<void> {
    return this.#dependencies.notifications.info(context, 'volume', `volume.${event}`, volumeUsage(volume));
  }

  #authorize(
    rule: string,
    { projectId, userId }: { readonly projectId: string | null; readonly userId: string | null },
    context: RequestContext,
  ): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}
