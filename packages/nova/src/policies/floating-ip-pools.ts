// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const floatingIpPoolsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-floating-ip-pools',
    check: '@',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-floating-ip-pools' }],
  },
];
