// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const allocationCandidatesRules: readonly RuleDefault[] = [
  {
    name: 'placement:allocation_candidates:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/allocation_candidates' }],
  },
];
