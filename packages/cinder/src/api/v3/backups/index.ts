// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateBackup } from './create-backup.js';
import { DeleteBackup } from './delete-backup.js';
import { GetBackup } from './get-backup.js';
import { ListBackupsDetail } from './list-backups-detail.js';
import { ListBackups } from './list-backups.js';
import { UpdateBackup } from './update-backup.js';

/** Upstream's api/v3/backups.py. The extension `backups` adds what is done with one. */
export const backupsControllers: readonly Type[] = [
  ListBackups,
  ListBackupsDetail,
  GetBackup,
  CreateBackup,
  UpdateBackup,
  DeleteBackup,
];
