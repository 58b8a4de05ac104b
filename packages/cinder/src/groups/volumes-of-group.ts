// SPDX-License-Identifier: Apache-2.0
import type { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';

/** The volumes of a group, oldest first. */
export function volumesOfGroup(volumes: Pick<VolumeRepository, 'list'>, groupId: string): Promise<VolumeRow[]> {
  return volumes.list({
    where: { groupId },
    order: [
      { field: 'createdAt', direction: 'asc', nullable: true },
      { field: 'id', direction: 'asc' },
    ],
  });
}
