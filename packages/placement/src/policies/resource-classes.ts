// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const resourceClassesRules: readonly RuleDefault[] = [
  {
    name: 'placement:resource_classes:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_classes' }],
  },
  {
    name: 'placement:resource_classes:create',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'POST', path: '/resource_classes' }],
  },
  {
    name: 'placement:resource_classes:show',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_classes/{name}' }],
  },
  {
    name: 'placement:resource_classes:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'PUT', path: '/resource_classes/{name}' }],
  },
  {
    name: 'placement:resource_classes:delete',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'DELETE', path: '/resource_classes/{name}' }],
  },
];
