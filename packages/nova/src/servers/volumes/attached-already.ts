// SPDX-License-Identifier: Apache-2.0
import type { ConnectedCell } from '../../cells/connected-cells.js';
import { InvalidVolume } from '../../errors/volume.js';
import type { VolumeValues } from '../../volume/volumes.js';

/**
 * Checks that no server has a volume that only one may have, and that this one has it not: the volume service may have been
 * told otherwise by hand. Throws `InvalidVolume`.
 */
export async function checkNotAttached(
  { devices }: Pick<ConnectedCell, 'devices'>,
  serverUuid: string,
  volume: VolumeValues,
): Promise<void> {
  const found = await devices.ofVolumeAnywhere(volume.id);
  if (found.length === 0) return;
  if (!volume.multiattach) {
    const holders = found.map(({ instance_uuid: uuid }) => uuid).join(' ');
    throw new InvalidVolume(`volume ${volume.id} is already attached to instances: ${holders}`);
  }
  if (found.some(({ instance_uuid: uuid }) => uuid === serverUuid))
    throw new InvalidVolume(`volume ${volume.id} already attached`);
}
