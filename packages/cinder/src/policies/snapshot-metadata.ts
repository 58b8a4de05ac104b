// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const snapshotMetadataRules: readonly RuleDefault[] = [
  {
    name: 'volume:get_snapshot_metadata',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_snapshot_metadata', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/snapshots/{snapshot_id}/metadata' },
      { method: 'GET', path: '/snapshots/{snapshot_id}/metadata/{key}' },
    ],
  },
  {
    name: 'volume:update_snapshot_metadata',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:update_snapshot_metadata', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'POST', path: '/snapshots/{snapshot_id}/metadata' },
      { method: 'PUT', path: '/snapshots/{snapshot_id}/metadata/{key}' },
    ],
  },
  {
    name: 'volume:delete_snapshot_metadata',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:delete_snapshot_metadata', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/snapshots/{snapshot_id}/metadata/{key}' }],
  },
];
