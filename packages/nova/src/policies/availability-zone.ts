// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const availabilityZoneRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-availability-zone:list',
    check: '@',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-availability-zone' }],
  },
  {
    name: 'os_compute_api:os-availability-zone:detail',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-availability-zone/detail' }],
  },
];
