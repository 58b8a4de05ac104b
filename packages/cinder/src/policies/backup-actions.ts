// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const backupActionsRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:backup_admin_actions:reset_status',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/backups/{backup_id}/action (os-reset_status)' }],
  },
  {
    name: 'volume_extension:backup_admin_actions:force_delete',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/backups/{backup_id}/action (os-force_delete)' }],
  },
];
