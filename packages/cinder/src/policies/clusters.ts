// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const clustersRules: readonly RuleDefault[] = [
  {
    name: 'clusters:get_all',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/clusters' },
      { method: 'GET', path: '/clusters/detail' },
    ],
  },
  { name: 'clusters:get', check: 'rule:admin_api', operations: [{ method: 'GET', path: '/clusters/{cluster_id}' }] },
  { name: 'clusters:update', check: 'rule:admin_api', operations: [{ method: 'PUT', path: '/clusters/{cluster_id}' }] },
];
