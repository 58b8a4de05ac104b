// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const snapshotActionsRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:snapshot_admin_actions:reset_status',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/snapshots/{snapshot_id}/action (os-reset_status)' }],
  },
  {
    name: 'snapshot_extension:snapshot_actions:update_snapshot_status',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'snapshot_extension:snapshot_actions:update_snapshot_status', check: '' },
    operations: [{ method: 'POST', path: '/snapshots/{snapshot_id}/action (update_snapshot_status)' }],
  },
  {
    name: 'volume_extension:snapshot_admin_actions:force_delete',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/snapshots/{snapshot_id}/action (os-force_delete)' }],
  },
];
