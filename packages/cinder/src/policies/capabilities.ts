// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const capabilitiesRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:capabilities',
    check: 'rule:admin_api',
    operations: [{ method: 'GET', path: '/capabilities/{host_name}' }],
  },
];
