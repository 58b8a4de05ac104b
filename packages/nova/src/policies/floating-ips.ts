// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const floatingIpsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-floating-ips:add',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-floating-ips', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (addFloatingIp)' }],
  },
  {
    name: 'os_compute_api:os-floating-ips:remove',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-floating-ips', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (removeFloatingIp)' }],
  },
  {
    name: 'os_compute_api:os-floating-ips:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-floating-ips', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-floating-ips' }],
  },
  {
    name: 'os_compute_api:os-floating-ips:create',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-floating-ips', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/os-floating-ips' }],
  },
  {
    name: 'os_compute_api:os-floating-ips:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-floating-ips', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-floating-ips/{floating_ip_id}' }],
  },
  {
    name: 'os_compute_api:os-floating-ips:delete',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-floating-ips', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/os-floating-ips/{floating_ip_id}' }],
  },
];
