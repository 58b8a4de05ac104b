// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const backupsRules: readonly RuleDefault[] = [
  {
    name: 'backup:get_all',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'backup:get_all', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/backups' },
      { method: 'GET', path: '/backups/detail' },
    ],
  },
  {
    name: 'backup:backup_project_attribute',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/backups/{backup_id}' },
      { method: 'GET', path: '/backups/detail' },
    ],
  },
  {
    name: 'backup:create',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'backup:create', check: '' },
    operations: [{ method: 'POST', path: '/backups' }],
  },
  {
    name: 'backup:get',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'backup:get', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/backups/{backup_id}' }],
  },
  {
    name: 'backup:update',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'backup:update', check: 'rule:admin_or_owner' },
    operations: [{ method: 'PUT', path: '/backups/{backup_id}' }],
  },
  {
    name: 'backup:delete',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'backup:delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/backups/{backup_id}' }],
  },
  {
    name: 'backup:restore',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'backup:restore', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/backups/{backup_id}/restore' }],
  },
  {
    name: 'backup:backup-import',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/backups/{backup_id}/import_record' }],
  },
  {
    name: 'backup:export-import',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/backups/{backup_id}/export_record' }],
  },
];
