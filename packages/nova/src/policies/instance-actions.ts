// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const instanceActionsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-instance-actions:events:details',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-instance-actions/{request_id}' }],
  },
  {
    name: 'os_compute_api:os-instance-actions:events',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-instance-actions/{request_id}' }],
  },
  {
    name: 'os_compute_api:os-instance-actions:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-instance-actions', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-instance-actions' }],
  },
  {
    name: 'os_compute_api:os-instance-actions:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-instance-actions', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-instance-actions/{request_id}' }],
  },
];
