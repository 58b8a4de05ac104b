// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const consoleOutputRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-console-output',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (os-getConsoleOutput)' }],
  },
];
