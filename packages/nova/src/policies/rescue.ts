// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const rescueRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-rescue',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (rescue)' }],
  },
  {
    name: 'os_compute_api:os-unrescue',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-rescue', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (unrescue)' }],
  },
];
