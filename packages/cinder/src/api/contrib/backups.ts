// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ExportBackupRecord } from './backups/export-backup-record.js';
import { ImportBackupRecord } from './backups/import-backup-record.js';
import { RestoreBackup } from './backups/restore-backup.js';

/** What is done with a backup beside making, changing and deleting it. */
export class Backups implements Extension {
  readonly name = 'Backups';
  readonly alias = 'backups';
  readonly updated = '2012-12-12T00:00:00+00:00';
  readonly description = 'Backups support.';
  readonly controllers = [RestoreBackup, ExportBackupRecord, ImportBackupRecord];
}
