// SPDX-License-Identifier: Apache-2.0
import type { CinderTransaction } from '../database.js';
import type { QuotaResource } from './quota-resources.js';

export interface CountSettings {
  /** `no_snapshot_gb_quota`: snapshots take no part of `gigabytes`. */
  readonly withoutSnapshotSizes: boolean;
}

/**
 * Counts what a project has of a resource out of the rows themselves: upstream's `_sync_…` functions. What the service
 * made for itself (`use_quota` false, targets of migrations, temporary volumes) does not count. Sizes in GiB.
 */
export async function countUsage(
  tx: CinderTransaction,
  projectId: string,
  resource: QuotaResource,
  settings: CountSettings,
): Promise<number> {
  switch (resource.part) {
    case 'volumes':
      return (await countVolumes(tx, projectId, resource.volumeTypeId)).count;
    case 'snapshots':
      return (await countSnapshots(tx, projectId, resource.volumeTypeId)).count;
    case 'gigabytes': {
      const volumes = await countVolumes(tx, projectId, resource.volumeTypeId);
      if (settings.withoutSnapshotSizes) return volumes.size;
      return volumes.size + (await countSnapshots(tx, projectId, resource.volumeTypeId)).size;
    }
    case 'backups':
      return tx.backup.count({ where: { projectId, deleted: false } });
    case 'backup_gigabytes': {
      const { _sum } = await tx.backup.aggregate({ where: { projectId, deleted: false }, _sum: { size: true } });
      return _sum.size ?? 0;
    }
    case 'consistencygroups':
      return tx.consistencyGroup.count({ where: { projectId, deleted: false } });
    case 'groups':
      return tx.group.count({ where: { projectId, deleted: false } });
    default:
      return 0;
  }
}

async function countVolumes(
  tx: CinderTransaction,
  projectId: string,
  volumeTypeId: string | undefined,
): Promise<{ count: number; size: number }> {
  const { _count, _sum } = await tx.volume.aggregate({
    where: {
      projectId,
      deleted: false,
      AND: [
        { OR: [{ useQuota: null }, { useQuota: true }] },
        { OR: [{ migrationStatus: null }, { migrationStatus: { not: { startsWith: 'target:' } } }] },
      ],
      adminMetadata: { none: { deleted: false, key: 'temporary', value: 'True' } },
      ...(volumeTypeId === undefined ? {} : { volumeTypeId }),
    },
    _count: true,
    _sum: { size: true },
  });
  return { count: _count, size: _sum.size ?? 0 };
}

async function countSnapshots(
  tx: CinderTransaction,
  projectId: string,
  volumeTypeId: string | undefined,
): Promise<{ count: number; size: number }> {
  const { _count, _sum } = await tx.snapshot.aggregate({
    where: {
      projectId,
      deleted: false,
      OR: [{ useQuota: null }, { useQuota: true }],
      ...(volumeTypeId === undefined ? {} : { volume: { volumeTypeId } }),
    },
    _count: true,
    _sum: { volumeSize: true },
  });
  return { count: _count, size: _sum.volumeSize ?? 0 };
}
