// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const serverDiagnosticsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-server-diagnostics',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'GET', path: '/servers/{server_id}/diagnostics' }],
  },
];
