// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const defaultTypesRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:default_set_or_update',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:default_set_or_update', check: 'rule:system_or_domain_or_project_admin' },
    operations: [{ method: 'PUT', path: '/default-types' }],
  },
  {
    name: 'volume_extension:default_get',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:default_get', check: 'rule:system_or_domain_or_project_admin' },
    operations: [{ method: 'GET', path: '/default-types/{project-id}' }],
  },
  {
    name: 'volume_extension:default_get_all',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:default_get_all', check: 'role:admin and system_scope:all' },
    operations: [{ method: 'GET', path: '/default-types/' }],
  },
  {
    name: 'volume_extension:default_unset',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:default_unset', check: 'rule:system_or_domain_or_project_admin' },
    operations: [{ method: 'DELETE', path: '/default-types/{project-id}' }],
  },
];
