// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const migrationsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-migrations:index',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-migrations' }],
  },
];
