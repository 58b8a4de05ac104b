// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const migrateServerRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-migrate-server:migrate',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (migrate)' }],
  },
  {
    name: 'os_compute_api:os-migrate-server:migrate_live',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (os-migrateLive)' }],
  },
];
