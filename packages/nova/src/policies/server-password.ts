// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const serverPasswordRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-server-password:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-server-password', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-server-password' }],
  },
  {
    name: 'os_compute_api:os-server-password:clear',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-server-password', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/servers/{server_id}/os-server-password' }],
  },
];
