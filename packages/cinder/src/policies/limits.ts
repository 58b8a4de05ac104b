// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const limitsRules: readonly RuleDefault[] = [
  {
    name: 'limits_extension:used_limits',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'limits_extension:used_limits', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/limits' }],
  },
];
