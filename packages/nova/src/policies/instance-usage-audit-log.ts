// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const instanceUsageAuditLogRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-instance-usage-audit-log:list',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-instance-usage-audit-log', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-instance_usage_audit_log' }],
  },
  {
    name: 'os_compute_api:os-instance-usage-audit-log:show',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-instance-usage-audit-log', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-instance_usage_audit_log/{before_timestamp}' }],
  },
];
