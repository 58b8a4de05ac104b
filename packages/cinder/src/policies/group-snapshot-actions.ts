// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const groupSnapshotActionsRules: readonly RuleDefault[] = [
  {
    name: 'group:reset_group_snapshot_status',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/group_snapshots/{g_snapshot_id}/action (reset_status)' }],
  },
];
