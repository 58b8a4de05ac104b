// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateVolumeOperation } from './create-volume.js';
import { DeleteVolume } from './delete-volume.js';
import { GetVolumeSummary } from './get-volume-summary.js';
import { GetVolume } from './get-volume.js';
import { ListVolumes } from './list-volumes.js';
import { RevertVolume } from './revert-volume.js';
import { UpdateVolume } from './update-volume.js';
import { VolumeMetadata } from './volume-metadata.js';

export const volumeControllers: readonly Type[] = [
  ListVolumes,
  GetVolumeSummary,
  GetVolume,
  CreateVolumeOperation,
  UpdateVolume,
  DeleteVolume,
  VolumeMetadata,
  RevertVolume,
];
