// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const limitsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:limits',
    check: '@',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/limits' }],
  },
  {
    name: 'os_compute_api:limits:other_project',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-used-limits', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/limits' }],
  },
];
