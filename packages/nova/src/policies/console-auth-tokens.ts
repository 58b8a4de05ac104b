// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const consoleAuthTokensRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-console-auth-tokens',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/os-console-auth-tokens/{console_token}' }],
  },
];
