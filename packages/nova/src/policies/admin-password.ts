// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const adminPasswordRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-admin-password',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (changePassword)' }],
  },
];
