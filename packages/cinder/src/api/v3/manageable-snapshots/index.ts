// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ListManageableSnapshots } from './list-manageable-snapshots.js';
import { ManageSnapshot } from './manage-snapshot.js';

export const manageableSnapshotControllers: readonly Type[] = [ListManageableSnapshots, ManageSnapshot];
