// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const hypervisorsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-hypervisors:list',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors' }],
  },
  {
    name: 'os_compute_api:os-hypervisors:list-detail',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors/details' }],
  },
  {
    name: 'os_compute_api:os-hypervisors:statistics',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors/statistics' }],
  },
  {
    name: 'os_compute_api:os-hypervisors:show',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors/{hypervisor_id}' }],
  },
  {
    name: 'os_compute_api:os-hypervisors:uptime',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors/{hypervisor_id}/uptime' }],
  },
  {
    name: 'os_compute_api:os-hypervisors:search',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors/{hypervisor_hostname_pattern}/search' }],
  },
  {
    name: 'os_compute_api:os-hypervisors:servers',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hypervisors', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hypervisors/{hypervisor_hostname_pattern}/servers' }],
  },
];
