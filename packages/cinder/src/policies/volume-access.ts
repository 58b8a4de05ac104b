// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumeAccessRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:volume_type_access',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_type_access', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/types' },
      { method: 'GET', path: '/types/{type_id}' },
      { method: 'POST', path: '/types' },
    ],
  },
  {
    name: 'volume_extension:volume_type_access:addProjectAccess',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/types/{type_id}/action (addProjectAccess)' }],
  },
  {
    name: 'volume_extension:volume_type_access:removeProjectAccess',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/types/{type_id}/action (removeProjectAccess)' }],
  },
  {
    name: 'volume_extension:volume_type_access:get_all_for_type',
    check: 'rule:admin_api',
    deprecatedRule: {
      name: 'volume_extension:volume_type_access:get_all_for_type',
      check: 'volume_extension:volume_type_access',
    },
    operations: [{ method: 'GET', path: '/types/{type_id}/os-volume-type-access' }],
  },
];
