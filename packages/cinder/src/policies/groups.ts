// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const groupsRules: readonly RuleDefault[] = [
  {
    name: 'group:get_all',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'group:get_all', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/groups' },
      { method: 'GET', path: '/groups/detail' },
    ],
  },
  {
    name: 'group:create',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:create', check: '' },
    operations: [{ method: 'POST', path: '/groups' }],
  },
  {
    name: 'group:get',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'group:get', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/groups/{group_id}' }],
  },
  {
    name: 'group:update',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'group:update', check: 'rule:admin_or_owner' },
    operations: [{ method: 'PUT', path: '/groups/{group_id}' }],
  },
  {
    name: 'group:group_project_attribute',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/groups/{group_id}' },
      { method: 'GET', path: '/groups/detail' },
    ],
  },
];
