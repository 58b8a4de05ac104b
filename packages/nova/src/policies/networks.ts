// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const networksRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-networks:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-networks:view', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-networks' }],
  },
  {
    name: 'os_compute_api:os-networks:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-networks:view', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-networks/{network_id}' }],
  },
];
