// SPDX-License-Identifier: Apache-2.0
import { BackupLimitExceeded, VolumeBackupSizeExceedsAvailableQuota } from '../errors/backups.js';
import type { OverQuota, QuotaError } from '../errors/base.js';
import {
  GroupLimitExceeded,
  SnapshotLimitExceeded,
  UnexpectedOverQuota,
  VolumeLimitExceeded,
  VolumeSizeExceedsAvailableQuota,
} from '../errors/quotas.js';

/**
 * The error that tells a user which limit stands against a request: upstream's `process_reserve_over_quota`. The first
 * resource that tells something counts.
 * @param wanted.size - GiB that were asked for
 */
export function describeOverQuota(
  { overs, quotas, usages }: OverQuota,
  { resource, size }: { readonly resource: 'volumes' | 'snapshots' | 'backups' | 'groups'; readonly size?: number },
): QuotaError {
  for (const name of overs) {
    const quota = quotas[name] ?? -1;
    const usage = usages[name];
    if (name.includes('gigabytes')) {
      const over = { name, requested: size ?? 0, quota, consumed: (usage?.inUse ?? 0) + (usage?.reserved ?? 0) };
      return resource === 'backups'
        ? new VolumeBackupSizeExceedsAvailableQuota(over)
        : new VolumeSizeExceedsAvailableQuota(over);
    }
    if (!name.includes(resource)) continue;
    if (resource === 'volumes') return new VolumeLimitExceeded({ allowed: quota, name });
    if (resource === 'snapshots') return new SnapshotLimitExceeded({ allowed: quota });
    if (resource === 'groups') return new GroupLimitExceeded({ allowed: quota });
    return new BackupLimitExceeded(quota);
  }
  return new UnexpectedOverQuota(overs.join(', '));
}
