// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const snapshotsRules: readonly RuleDefault[] = [
  {
    name: 'volume:get_all_snapshots',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_all_snapshots', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/snapshots' },
      { method: 'GET', path: '/snapshots/detail' },
    ],
  },
  {
    name: 'volume_extension:extended_snapshot_attributes',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:extended_snapshot_attributes', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/snapshots/{snapshot_id}' },
      { method: 'GET', path: '/snapshots/detail' },
    ],
  },
  {
    name: 'volume:create_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:create_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/snapshots' }],
  },
  {
    name: 'volume:get_snapshot',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/snapshots/{snapshot_id}' }],
  },
  {
    name: 'volume:update_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:update_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'PUT', path: '/snapshots/{snapshot_id}' }],
  },
  {
    name: 'volume:delete_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:delete_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/snapshots/{snapshot_id}' }],
  },
];
