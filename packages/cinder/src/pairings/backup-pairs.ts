// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's BackupAPI beside ours.
import { serviceOf, LEVEL, theirLevel, backupOf, pair, type MessagePair } from './pair-parts.js';
import { PYTHON_HOST } from './test-support.js';

export const backupPairs: readonly MessagePair[] = [
  pair(
    'backup',
    'create_backup',
    (rows) => ({ backup: backupOf(rows) }),
    ({ backup }, context, rows) => backup.createBackup(context, rows.backup),
  ),
  pair(
    'backup',
    'continue_backup',
    (rows) => ({ backup: backupOf(rows), backup_device: null }),
    ({ backup }, context, rows) => backup.continueBackup(context, rows.backup, null),
  ),
  pair(
    'backup',
    'restore_backup',
    (rows) => ({ backup_host: PYTHON_HOST, backup: backupOf(rows), volume_id: rows.volume.id }),
    ({ backup }, context, rows) => backup.restoreBackup(context, PYTHON_HOST, rows.backup, rows.volume.id),
  ),
  pair(
    'backup',
    'delete_backup',
    (rows) => ({ backup: backupOf(rows) }),
    ({ backup }, context, rows) => backup.deleteBackup(context, rows.backup),
  ),
  pair(
    'backup',
    'export_record',
    (rows) => ({ backup: backupOf(rows) }),
    ({ backup }, context, rows) => backup.exportRecord(context, rows.backup),
  ),
  pair(
    'backup',
    'import_record',
    (rows) => ({
      host: PYTHON_HOST,
      backup: backupOf(rows),
      backup_service: 'a.Driver',
      backup_url: 'dXJs',
      backup_hosts: ['other'],
    }),
    ({ backup }, context, rows) =>
      backup.importRecord(context, PYTHON_HOST, rows.backup, { service: 'a.Driver', url: 'dXJs', hosts: ['other'] }),
  ),
  pair(
    'backup',
    'reset_status',
    (rows) => ({ backup: backupOf(rows), status: 'error' }),
    ({ backup }, context, rows) => backup.resetStatus(context, rows.backup, 'error'),
  ),
  pair(
    'backup',
    'check_support_to_force_delete',
    () => ({ host: PYTHON_HOST }),
    ({ backup }, context) => backup.checkSupportToForceDelete(context, PYTHON_HOST),
  ),
  pair(
    'backup',
    'set_log_levels',
    () => ({ service: serviceOf('cinder-backup'), log_request: theirLevel }),
    ({ backup }, context) => backup.setLogLevels(context, PYTHON_HOST, LEVEL),
  ),
  pair(
    'backup',
    'get_log_levels',
    () => ({ service: serviceOf('cinder-backup'), log_request: theirLevel }),
    ({ backup }, context) => backup.getLogLevels(context, PYTHON_HOST, LEVEL),
  ),
  pair(
    'backup',
    'publish_service_capabilities',
    () => ({}),
    ({ backup }, context) => backup.publishServiceCapabilities(context),
  ),
];
