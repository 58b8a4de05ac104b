// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const hostsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-hosts:list',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hosts', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hosts' }],
  },
  {
    name: 'os_compute_api:os-hosts:show',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hosts', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hosts/{host_name}' }],
  },
  {
    name: 'os_compute_api:os-hosts:update',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hosts', check: 'rule:admin_api' },
    operations: [{ method: 'PUT', path: '/os-hosts/{host_name}' }],
  },
  {
    name: 'os_compute_api:os-hosts:reboot',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hosts', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hosts/{host_name}/reboot' }],
  },
  {
    name: 'os_compute_api:os-hosts:shutdown',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hosts', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hosts/{host_name}/shutdown' }],
  },
  {
    name: 'os_compute_api:os-hosts:start',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-hosts', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-hosts/{host_name}/startup' }],
  },
];
