// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const groupActionsRules: readonly RuleDefault[] = [
  {
    name: 'group:delete',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/groups/{group_id}/action (delete)' }],
  },
  {
    name: 'group:reset_status',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/groups/{group_id}/action (reset_status)' }],
  },
  {
    name: 'group:enable_replication',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:enable_replication', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/groups/{group_id}/action (enable_replication)' }],
  },
  {
    name: 'group:disable_replication',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:disable_replication', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/groups/{group_id}/action (disable_replication)' }],
  },
  {
    name: 'group:failover_replication',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:failover_replication', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/groups/{group_id}/action (failover_replication)' }],
  },
  {
    name: 'group:list_replication_targets',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:list_replication_targets', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/groups/{group_id}/action (list_replication_targets)' }],
  },
];
