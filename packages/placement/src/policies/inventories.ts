// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const inventoriesRules: readonly RuleDefault[] = [
  {
    name: 'placement:resource_providers:inventories:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}/inventories' }],
  },
  {
    name: 'placement:resource_providers:inventories:create',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'POST', path: '/resource_providers/{uuid}/inventories' }],
  },
  {
    name: 'placement:resource_providers:inventories:show',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}/inventories/{resource_class}' }],
  },
  {
    name: 'placement:resource_providers:inventories:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [
      { method: 'PUT', path: '/resource_providers/{uuid}/inventories' },
      { method: 'PUT', path: '/resource_providers/{uuid}/inventories/{resource_class}' },
    ],
  },
  {
    name: 'placement:resource_providers:inventories:delete',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [
      { method: 'DELETE', path: '/resource_providers/{uuid}/inventories' },
      { method: 'DELETE', path: '/resource_providers/{uuid}/inventories/{resource_class}' },
    ],
  },
];
