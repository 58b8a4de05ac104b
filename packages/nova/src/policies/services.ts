// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const servicesRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-services:list',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-services', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-services' }],
  },
  {
    name: 'os_compute_api:os-services:update',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-services', check: 'rule:admin_api' },
    operations: [{ method: 'PUT', path: '/os-services/{service_id}' }],
  },
  {
    name: 'os_compute_api:os-services:delete',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-services', check: 'rule:admin_api' },
    operations: [{ method: 'DELETE', path: '/os-services/{service_id}' }],
  },
];
