// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const typeExtraSpecsRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:types_extra_specs:index',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:types_extra_specs:index', check: '' },
    operations: [{ method: 'GET', path: '/types/{type_id}/extra_specs' }],
  },
  {
    name: 'volume_extension:types_extra_specs:create',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/types/{type_id}/extra_specs' }],
  },
  {
    name: 'volume_extension:types_extra_specs:show',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:types_extra_specs:show', check: '' },
    operations: [{ method: 'GET', path: '/types/{type_id}/extra_specs/{extra_spec_key}' }],
  },
  {
    name: 'volume_extension:types_extra_specs:read_sensitive',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/types' },
      { method: 'GET', path: '/types/{type_id}' },
      { method: 'GET', path: '/types/{type_id}/extra_specs' },
      { method: 'GET', path: '/types/{type_id}/extra_specs/{extra_spec_key}' },
    ],
  },
  {
    name: 'volume_extension:types_extra_specs:update',
    check: 'rule:admin_api',
    operations: [{ method: 'PUT', path: '/types/{type_id}/extra_specs/{extra_spec_key}' }],
  },
  {
    name: 'volume_extension:types_extra_specs:delete',
    check: 'rule:admin_api',
    operations: [{ method: 'DELETE', path: '/types/{type_id}/extra_specs/{extra_spec_key}' }],
  },
];
