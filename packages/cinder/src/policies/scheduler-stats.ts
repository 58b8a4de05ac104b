// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const schedulerStatsRules: readonly RuleDefault[] = [
  {
    name: 'scheduler_extension:scheduler_stats:get_pools',
    check: 'rule:admin_api',
    operations: [{ method: 'GET', path: '/scheduler-stats/get_pools' }],
  },
];
