// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const extensionsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:extensions',
    check: '@',
    scopeTypes: ['project'],
    operations: [
      { method: 'GET', path: '/extensions' },
      { method: 'GET', path: '/extensions/{alias}' },
    ],
  },
];
