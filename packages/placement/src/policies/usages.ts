// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const usagesRules: readonly RuleDefault[] = [
  {
    name: 'placement:resource_providers:usages',
    check: 'rule:system_reader_api',
    scopeTypes: ['system'],
    operations: [{ method: 'GET', path: '/resource_providers/{uuid}/usages' }],
  },
  {
    name: 'placement:usages',
    check: 'rule:system_or_project_reader',
    scopeTypes: ['system', 'project'],
    operations: [{ method: 'GET', path: '/usages' }],
  },
];
