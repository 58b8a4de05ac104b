// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const aggregatesRules: readonly RuleDefault[] = [
  {
    name: 'placement:resource_providers:aggregates:list',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}/aggregates' }],
  },
  {
    name: 'placement:resource_providers:aggregates:update',
    check: 'rule:system_admin_api',
    scopeTypes: ['system'],
    operations: [{ method: 'PUT', path: '/resource_providers/{uuid}/aggregates' }],
  },
];
