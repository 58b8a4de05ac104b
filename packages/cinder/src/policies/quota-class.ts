// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const quotaClassRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:quota_classes:get',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:quota_classes', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-quota-class-sets/{project_id}' }],
  },
  {
    name: 'volume_extension:quota_classes:update',
    check: 'rule:admin_api',
    deprecatedRule: { name: 'volume_extension:quota_classes', check: 'rule:admin_api' },
    operations: [{ method: 'PUT', path: '/os-quota-class-sets/{project_id}' }],
  },
];
