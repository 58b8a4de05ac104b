// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumeTypeRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:type_create',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:types_manage', check: 'rule:admin_api' },
    operations: [{ method: 'POST', path: '/types' }],
  },
  {
    name: 'volume_extension:type_update',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:types_manage', check: 'rule:admin_api' },
    operations: [{ method: 'PUT', path: '/types' }],
  },
  {
    name: 'volume_extension:type_delete',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:types_manage', check: 'rule:admin_api' },
    operations: [{ method: 'DELETE', path: '/types' }],
  },
  {
    name: 'volume_extension:type_get',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:type_get', check: '' },
    operations: [{ method: 'GET', path: '/types/{type_id}' }],
  },
  {
    name: 'volume_extension:type_get_all',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:type_get_all', check: '' },
    operations: [{ method: 'GET', path: '/types/' }],
  },
  {
    name: 'volume_extension:access_types_extra_specs',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:access_types_extra_specs', check: 'rule:admin_api' },
    operations: [
      { method: 'GET', path: '/types/{type_id}' },
      { method: 'GET', path: '/types' },
    ],
  },
  {
    name: 'volume_extension:access_types_qos_specs_id',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/types/{type_id}' },
      { method: 'GET', path: '/types' },
    ],
  },
  { name: 'volume_extension:volume_type_encryption', check: 'rule:admin_api' },
  {
    name: 'volume_extension:volume_type_encryption:create',
    check: 'rule:admin_api',
    deprecatedRule: {
      name: 'volume_extension:volume_type_encryption:create',
      check: 'rule:volume_extension:volume_type_encryption',
    },
    operations: [{ method: 'POST', path: '/types/{type_id}/encryption' }],
  },
  {
    name: 'volume_extension:volume_type_encryption:get',
    check: 'rule:admin_api',
    deprecatedRule: {
      name: 'volume_extension:volume_type_encryption:get',
      check: 'rule:volume_extension:volume_type_encryption',
    },
    operations: [
      { method: 'GET', path: '/types/{type_id}/encryption' },
      { method: 'GET', path: '/types/{type_id}/encryption/{key}' },
    ],
  },
  {
    name: 'volume_extension:volume_type_encryption:update',
    check: 'rule:admin_api',
    deprecatedRule: {
      name: 'volume_extension:volume_type_encryption:update',
      check: 'rule:volume_extension:volume_type_encryption',
    },
    operations: [{ method: 'PUT', path: '/types/{type_id}/encryption/{encryption_id}' }],
  },
  {
    name: 'volume_extension:volume_type_encryption:delete',
    check: 'rule:admin_api',
    deprecatedRule: {
      name: 'volume_extension:volume_type_encryption:delete',
      check: 'rule:volume_extension:volume_type_encryption',
    },
    operations: [{ method: 'DELETE', path: '/types/{type_id}/encryption/{encryption_id}' }],
  },
];
