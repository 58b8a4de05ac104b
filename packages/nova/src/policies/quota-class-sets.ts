// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const quotaClassSetsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-quota-class-sets:show',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-quota-class-sets/{quota_class}' }],
  },
  {
    name: 'os_compute_api:os-quota-class-sets:update',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'PUT', path: '/os-quota-class-sets/{quota_class}' }],
  },
];
