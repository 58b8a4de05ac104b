// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const simpleTenantUsageRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-simple-tenant-usage:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-simple-tenant-usage/{tenant_id}' }],
  },
  {
    name: 'os_compute_api:os-simple-tenant-usage:list',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-simple-tenant-usage' }],
  },
];
