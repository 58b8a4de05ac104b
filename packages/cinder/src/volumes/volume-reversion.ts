// SPDX-License-Identifier: Apache-2.0
import { pythonStr, type Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Invalid } from '../errors/base.js';
import { InvalidSnapshot } from '../errors/snapshots.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { SnapshotRepository, SnapshotRow } from '../snapshots/snapshot-repository.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeRow } from './volume.js';

export interface VolumeReversionDependencies {
  readonly volumes: VolumeRepository;
  readonly snapshots: SnapshotRepository;
  readonly volumeRpc: Pick<VolumeRpc, 'revertToSnapshot'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** Takes volumes back to their newest snapshot: upstream's cinder/volume/api.py, revert_to_snapshot. */
export class VolumeReversion {
  readonly #dependencies: VolumeReversionDependencies;

  constructor(dependencies: VolumeReversionDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The snapshot that the volume can go back to, if it is the one that was named.
   * @throws Invalid where there is none, it is another one, or the volume grew since
   */
  async snapshotOf(context: RequestContext, volume: VolumeRow, snapshotId: unknown): Promise<SnapshotRow> {
    const latest = await this.#dependencies.snapshots.latestOf(volume.id);
    // One of another project's is none.
    if (latest === null || !(context.isAdmin || latest.projectId === context.projectId))
      throw new Invalid(`Volume ${volume.id} doesn't have any snapshots.`);
    if (snapshotId !== latest.id)
      throw new Invalid(
        `Specified snapshot ${pythonStr(snapshotId ?? null)} is None or not the latest one of volume ${volume.id}.`,
      );
    if (volume.size !== latest.volumeSize)
      throw new Invalid(
        `Can't revert volume ${volume.id} to its latest snapshot ${latest.id}. The volume size must be equal to the ` +
          'snapshot size.',
      );
    return latest;
  }

  /**
   * Marks both and has the back end do it. Where either is in another state both are as before: upstream leaves the
   * volume `reverting`.
   * @throws InvalidVolume, InvalidSnapshot, PolicyNotAuthorized
   */
  async revert(context: RequestContext, volume: VolumeRow, snapshot: SnapshotRow): Promise<void> {
    const { volumes, snapshots, volumeRpc, enforcer, logger } = this.#dependencies;
    enforcer.authorize('volume:revert_to_snapshot', { project_id: volume.projectId, user_id: volume.userId }, context);
    const what = `Can't revert volume ${volume.id} to its latest snapshot ${snapshot.id}.`;
    if (!(await volumes.changeWhere(volume.id, { status: 'available' }, { status: 'reverting' })))
      throw new InvalidVolume(`${what} Volume's status must be 'available'.`);
    const { id } = snapshot;
    let isMarked = false;
    try {
      isMarked = (await snapshots.changeWhere({ id, status: 'available' }, { status: 'restoring' })) === 1;
      if (!isMarked) throw new InvalidSnapshot(`${what} Snapshot's status must be 'available'.`);
      await volumeRpc.revertToSnapshot(
        context,
        { ...volume, status: 'reverting' },
        { ...snapshot, status: 'restoring' },
      );
    } catch (error) {
      if (isMarked) await snapshots.changeWhere({ id, status: 'restoring' }, { status: 'available' });
      await volumes.changeWhere(volume.id, { status: 'reverting' }, { status: 'available' });
      throw error;
    }
    logger.info(`Reverting volume ${volume.id} to snapshot ${id}.`);
  }
}
