// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { Enforcer } from '@stackport/policy';
import { Invalid } from '../errors/base.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { VolumeKeys } from '../keys/volume-keys.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository } from '../services/service-repository.js';
import type { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import { checkNotFrozen } from './frozen-backends.js';
import { NOT_MIGRATING } from './migration-states.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeRow } from './volume.js';

export interface VolumeDeletionDependencies {
  readonly volumes: VolumeRepository;
  readonly snapshots: SnapshotRepository;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly quotas: QuotaEngine;
  readonly keys: Pick<VolumeKeys, 'delete'>;
  readonly volumeRpc: Pick<VolumeRpc, 'deleteVolume'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

export interface DeletionOptions {
  /** Whatever state it is in. */
  readonly force?: boolean;
  /** Its snapshots too. */
  readonly cascade?: boolean;
  /** Only its row: its data stay on the back end. */
  readonly unmanageOnly?: boolean;
}

const DELETABLE = ['available', 'error', 'error_restoring', 'error_extending', 'error_managing'];

/** Takes volumes away: upstream's cinder/volume/api.py, delete. */
export class VolumeDeletion {
  readonly #dependencies: VolumeDeletionDependencies;

  constructor(dependencies: VolumeDeletionDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Marks a volume as being deleted and has its back end delete it; one that is on no back end is gone at once.
   * @throws InvalidVolume where its state does not allow it, InvalidInput for a frozen back end, PolicyNotAuthorized
   */
  async delete(context: RequestContext, volume: VolumeRow, options: DeletionOptions = {}): Promise<void> {
    const { force = false, cascade = false, unmanageOnly = false } = options;
    const { volumes, services, volumeRpc, enforcer, logger } = this.#dependencies;
    enforcer.authorize('volume:delete', { project_id: volume.projectId, user_id: volume.userId }, context);
    if (!volume.host) {
      await this.#removeUnscheduled(context, volume);
      logger.info(`Delete volume request issued successfully: ${volume.id}`);
      return;
    }
    if (!unmanageOnly) await checkNotFrozen(services, volume);
    if (unmanageOnly && volume.encryptionKeyId !== null)
      throw new Invalid('Unmanaging encrypted volumes is not supported.');
    const status =
      volume.status === 'error_managing' ? 'error_managing_deleting' : unmanageOnly ? 'unmanaging' : 'deleting';
    const expected = this.#expected(context, volume, { force, cascade });
    if (!(await volumes.changeWhere(volume.id, expected, { status, terminatedAt: now() })))
      throw new InvalidVolume(
        `Volume ${force ? '' : `status must be ${DELETABLE.join(' or ')} and `}must not be migrating, attached, ` +
          'belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.',
      );
    if (cascade) await this.#deleteSnapshots(volume, force);
    await this.#deleteKey(context, volume);
    try {
      await volumeRpc.deleteVolume(context, await volumes.get(context.elevated(), volume.id), {
        unmanageOnly,
        cascade,
      });
    } catch (error) {
      // Nobody was told: the user may try again.
      await volumes.changeWhere(volume.id, { status }, { status: volume.status, terminatedAt: volume.terminatedAt });
      throw error;
    }
    logger.info(`Delete volume request issued successfully: ${volume.id}`);
  }

  async #removeUnscheduled(context: RequestContext, volume: VolumeRow): Promise<void> {
    const { volumes, quotas } = this.#dependencies;
    const projectId = volume.projectId ?? context.projectId;
    let reservations: readonly string[] = [];
    if (volume.status !== 'error_managing' && volume.useQuota !== false) {
      const deltas = { volumes: -1, gigabytes: -(volume.size ?? 0) };
      await quotas.addVolumeTypeOptions(context, deltas, volume.volumeTypeId);
      reservations = await quotas.reserve(context, deltas, { projectId });
    }
    try {
      const isGone = await volumes.remove(volume.id, (tx) =>
        quotas.commit(context, reservations, { transaction: tx, projectId }),
      );
      if (!isGone) await quotas.rollback(context, reservations, { projectId });
    } catch (error) {
      await quotas.rollback(context, reservations, { projectId });
      throw error;
    }
  }

  #expected(
    context: RequestContext,
    volume: VolumeRow,
    { force, cascade }: { force: boolean; cascade: boolean },
  ): Prisma.VolumeWhereInput {
    const conditions: Prisma.VolumeWhereInput[] = [
      { OR: [{ attachStatus: null }, { attachStatus: { not: 'attached' } }] },
      NOT_MIGRATING,
      { consistencyGroupId: null, groupId: null },
    ];
    if (!force) conditions.push({ status: { in: DELETABLE } });
    if (!cascade) conditions.push({ snapshots: { none: { deleted: false } } });
    else {
      const inGroup = { OR: [{ cgsnapshotId: { not: null } }, { groupSnapshotId: { not: null } }] };
      conditions.push({ snapshots: { none: { deleted: false, ...inGroup } } });
      if (!force)
        conditions.push({ snapshots: { none: { deleted: false, status: { notIn: ['available', 'error'] } } } });
      if (!force && !context.isAdmin)
        conditions.push({ snapshots: { none: { deleted: false, projectId: { not: volume.projectId } } } });
    }
    return { AND: conditions };
  }

  /** Without its key nobody can read what is left of the volume. */
  async #deleteKey(context: RequestContext, { id, encryptionKeyId }: VolumeRow): Promise<void> {
    const { keys, volumes } = this.#dependencies;
    if (encryptionKeyId === null) return;
    try {
      await keys.delete(context, encryptionKeyId);
    } catch (error) {
      await volumes.change(id, { status: 'error_deleting' });
      throw error;
    }
  }

  async #deleteSnapshots(volume: VolumeRow, force: boolean): Promise<void> {
    const { snapshots, volumes } = this.#dependencies;
    const all = await snapshots.count({ volumeId: volume.id });
    const changed = await snapshots.changeWhere(
      {
        volumeId: volume.id,
        cgsnapshotId: null,
        groupSnapshotId: null,
        ...(force ? {} : { status: { in: ['available', 'error', 'deleting'] } }),
      },
      { status: 'deleting' },
    );
    if (changed >= all) return;
    await volumes.change(volume.id, { status: 'error_deleting' });
    throw new InvalidVolume('Failed to update snapshot.');
  }
}
