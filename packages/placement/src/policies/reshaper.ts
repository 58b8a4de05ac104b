// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const reshaperRules: readonly RuleDefault[] = [
  {
    name: 'placement:reshaper:reshape',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'POST', path: '/reshaper' }],
  },
];
