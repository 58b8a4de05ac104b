// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const quotasRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:quotas:show',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:quotas:show', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/os-quota-sets/{project_id}' },
      { method: 'GET', path: '/os-quota-sets/{project_id}/default' },
      { method: 'GET', path: '/os-quota-sets/{project_id}?usage=True' },
    ],
  },
  {
    name: 'volume_extension:quotas:update',
    check: 'rule:admin_api',
    operations: [{ method: 'PUT', path: '/os-quota-sets/{project_id}' }],
  },
  {
    name: 'volume_extension:quotas:delete',
    check: 'rule:admin_api',
    operations: [{ method: 'DELETE', path: '/os-quota-sets/{project_id}' }],
  },
];
