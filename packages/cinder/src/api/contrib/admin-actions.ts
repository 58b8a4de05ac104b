// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { CompleteMigration } from './admin-actions/complete-migration.js';
import { ForceDeleteBackup } from './admin-actions/force-delete-backup.js';
import { ForceDeleteSnapshot } from './admin-actions/force-delete-snapshot.js';
import { ForceDeleteVolume } from './admin-actions/force-delete-volume.js';
import { ForceDetachVolume } from './admin-actions/force-detach-volume.js';
import { MigrateVolume } from './admin-actions/migrate-volume.js';
import { ResetBackupStatus } from './admin-actions/reset-backup-status.js';
import { ResetSnapshotStatus } from './admin-actions/reset-snapshot-status.js';
import { ResetVolumeStatus } from './admin-actions/reset-volume-status.js';

export class Admin_actions implements Extension {
  readonly name = 'AdminActions';
  readonly alias = 'os-admin-actions';
  readonly updated = '2012-08-25T00:00:00+00:00';
  readonly description = 'What administrators do with volumes, snapshots and backups, whatever state they are in.';
  readonly controllers = [
    ResetVolumeStatus,
    ForceDeleteVolume,
    ForceDetachVolume,
    MigrateVolume,
    CompleteMigration,
    ResetSnapshotStatus,
    ForceDeleteSnapshot,
    ResetBackupStatus,
    ForceDeleteBackup,
  ];
}
