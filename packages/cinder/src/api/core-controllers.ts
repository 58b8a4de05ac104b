// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { extensionControllers } from './extensions/index.js';
import { administrationControllers } from './v3/administration.js';
import { attachmentControllers } from './v3/attachments/index.js';
import { backupsControllers } from './v3/backups/index.js';
import { groupSnapshotControllers } from './v3/group-snapshots/index.js';
import { groupControllers } from './v3/groups/index.js';
import { manageableSnapshotControllers } from './v3/manageable-snapshots/index.js';
import { manageableVolumeControllers } from './v3/manageable-volumes/index.js';
import { snapshotControllers } from './v3/snapshots/index.js';
import { transfersControllers } from './v3/volume-transfers/index.js';
import { volumeControllers } from './v3/volumes/index.js';

/** What the API has whatever extensions are loaded: upstream's cinder/api/v3. */
export const coreControllers: readonly Type[] = [
  ...extensionControllers,
  ...volumeControllers,
  ...snapshotControllers,
  ...manageableVolumeControllers,
  ...manageableSnapshotControllers,
  ...attachmentControllers,
  ...transfersControllers,
  ...backupsControllers,
  ...groupControllers,
  ...groupSnapshotControllers,
  ...administrationControllers,
];
