// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ListManageableVolumes } from './list-manageable-volumes.js';
import { ManageVolume } from './manage-volume.js';

export const manageableVolumeControllers: readonly Type[] = [ListManageableVolumes, ManageVolume];
