// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const traitsRules: readonly RuleDefault[] = [
  {
    name: 'placement:traits:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/traits' }],
  },
  {
    name: 'placement:traits:show',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/traits/{name}' }],
  },
  {
    name: 'placement:traits:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'PUT', path: '/traits/{name}' }],
  },
  {
    name: 'placement:traits:delete',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'DELETE', path: '/traits/{name}' }],
  },
  {
    name: 'placement:resource_providers:traits:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}/traits' }],
  },
  {
    name: 'placement:resource_providers:traits:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'PUT', path: '/resource_providers/{uuid}/traits' }],
  },
  {
    name: 'placement:resource_providers:traits:delete',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'DELETE', path: '/resource_providers/{uuid}/traits' }],
  },
];
