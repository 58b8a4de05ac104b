// SPDX-License-Identifier: Apache-2.0
import type { AttributeExtension, Extension } from '../extensions/extension.js';
import type { LimitsRow } from '../v3/limits/get-limits.js';
import { ownTarget } from '../views/volume-type-view.js';

const USED_NAMES: Readonly<Record<string, string>> = {
  totalVolumesUsed: 'volumes',
  totalGigabytesUsed: 'gigabytes',
  totalSnapshotsUsed: 'snapshots',
  totalBackupsUsed: 'backups',
  totalBackupGigabytesUsed: 'backup_gigabytes',
};

const usedLimits: AttributeExtension = {
  collection: 'limits',
  extend(context, view, row, { enforcer }) {
    if (!enforcer.enforce('limits_extension:used_limits', ownTarget(context), context)) return;
    const { quotas } = row as LimitsRow;
    for (const [shown, name] of Object.entries(USED_NAMES)) view[shown] = quotas.get(name)?.inUse ?? 0;
  },
};

export class Used_limits implements Extension {
  readonly name = 'UsedLimits';
  readonly alias = 'os-used-limits';
  readonly updated = '2013-10-03T00:00:00+00:00';
  readonly description = 'What a project uses of its limits.';
  readonly controllers = [];
  readonly attributes = [usedLimits];
}
