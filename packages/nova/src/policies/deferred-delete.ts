// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const deferredDeleteRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-deferred-delete:restore',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-deferred-delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (restore)' }],
  },
  {
    name: 'os_compute_api:os-deferred-delete:force',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-deferred-delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (forceDelete)' }],
  },
];
