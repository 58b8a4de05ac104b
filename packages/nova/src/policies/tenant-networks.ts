// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const tenantNetworksRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-tenant-networks:list',
    check: 'rule:project_reader_api',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-tenant-networks', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-tenant-networks' }],
  },
  {
    name: 'os_compute_api:os-tenant-networks:show',
    check: 'rule:project_reader_api',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-tenant-networks', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-tenant-networks/{network_id}' }],
  },
];
