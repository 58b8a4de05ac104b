// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const allocationsRules: readonly RuleDefault[] = [
  {
    name: 'placement:allocations:manage',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'POST', path: '/allocations' }],
  },
  {
    name: 'placement:allocations:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/allocations/{consumer_uuid}' }],
  },
  {
    name: 'placement:allocations:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'PUT', path: '/allocations/{consumer_uuid}' }],
  },
  {
    name: 'placement:allocations:delete',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'DELETE', path: '/allocations/{consumer_uuid}' }],
  },
  {
    name: 'placement:resource_providers:allocations:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}/allocations' }],
  },
];
