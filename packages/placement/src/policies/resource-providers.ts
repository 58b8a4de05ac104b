// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const resourceProvidersRules: readonly RuleDefault[] = [
  {
    name: 'placement:resource_providers:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers' }],
  },
  {
    name: 'placement:resource_providers:create',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'POST', path: '/resource_providers' }],
  },
  {
    name: 'placement:resource_providers:show',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}' }],
  },
  {
    name: 'placement:resource_providers:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'PUT', path: '/resource_providers/{uuid}' }],
  },
  {
    name: 'placement:resource_providers:delete',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'DELETE', path: '/resource_providers/{uuid}' }],
  },
];
