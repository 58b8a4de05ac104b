// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const attachInterfacesRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-attach-interfaces:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-attach-interfaces', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-interface' }],
  },
  {
    name: 'os_compute_api:os-attach-interfaces:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-attach-interfaces', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-interface/{port_id}' }],
  },
  {
    name: 'os_compute_api:os-attach-interfaces:create',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-attach-interfaces', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/os-interface' }],
  },
  {
    name: 'os_compute_api:os-attach-interfaces:delete',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-attach-interfaces', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/servers/{server_id}/os-interface/{port_id}' }],
  },
];
