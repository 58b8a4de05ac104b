// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const groupTypesRules: readonly RuleDefault[] = [
  {
    name: 'group:group_types:create',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_manage', check: 'rule:admin_api' },
    operations: [{ method: 'POST', path: '/group_types/' }],
  },
  {
    name: 'group:group_types:update',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_manage', check: 'rule:admin_api' },
    operations: [{ method: 'PUT', path: '/group_types/{group_type_id}' }],
  },
  {
    name: 'group:group_types:delete',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_manage', check: 'rule:admin_api' },
    operations: [{ method: 'DELETE', path: '/group_types/{group_type_id}' }],
  },
  {
    name: 'group:access_group_types_specs',
    check: 'rule:admin_api',
    operations: [{ method: 'GET', path: '/group_types/{group_type_id}' }],
  },
  {
    name: 'group:group_types_specs:get',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_specs', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/group_types/{group_type_id}/group_specs/{g_spec_id}' }],
  },
  {
    name: 'group:group_types_specs:get_all',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_specs', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/group_types/{group_type_id}/group_specs' }],
  },
  {
    name: 'group:group_types_specs:create',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_specs', check: 'rule:admin_api' },
    operations: [{ method: 'POST', path: '/group_types/{group_type_id}/group_specs' }],
  },
  {
    name: 'group:group_types_specs:update',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_specs', check: 'rule:admin_api' },
    operations: [{ method: 'PUT', path: '/group_types/{group_type_id}/group_specs/{g_spec_id}' }],
  },
  {
    name: 'group:group_types_specs:delete',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'group:group_types_specs', check: 'rule:admin_api' },
    operations: [{ method: 'DELETE', path: '/group_types/{group_type_id}/group_specs/{g_spec_id}' }],
  },
];
