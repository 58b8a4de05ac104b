// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const groupSnapshotsRules: readonly RuleDefault[] = [
  {
    name: 'group:get_all_group_snapshots',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'group:get_all_group_snapshots', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/group_snapshots' },
      { method: 'GET', path: '/group_snapshots/detail' },
    ],
  },
  {
    name: 'group:create_group_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:create_group_snapshot', check: '' },
    operations: [{ method: 'POST', path: '/group_snapshots' }],
  },
  {
    name: 'group:get_group_snapshot',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'group:get_group_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/group_snapshots/{group_snapshot_id}' }],
  },
  {
    name: 'group:delete_group_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:delete_group_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/group_snapshots/{group_snapshot_id}' }],
  },
  {
    name: 'group:update_group_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:update_group_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'PUT', path: '/group_snapshots/{group_snapshot_id}' }],
  },
  {
    name: 'group:group_snapshot_project_attribute',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/group_snapshots/{group_snapshot_id}' },
      { method: 'GET', path: '/group_snapshots/detail' },
    ],
  },
];
