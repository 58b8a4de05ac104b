// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InvalidVolume } from '../../errors/volume.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import type { Volumes } from '../../volume/volumes.js';

/** Checks that the volume service too has a server's volumes for in use. Throws `InvalidVolume`. */
export async function checkVolumesInUse(
  context: RequestContext,
  volumes: Volumes,
  devices: readonly BlockDeviceMappingValues[],
): Promise<void> {
  for (const { volume_id: id } of devices) {
    if ((id ?? '') === '') continue;
    const { status } = await volumes.get(context, id ?? '');
    if (status !== 'in-use')
      throw new InvalidVolume(`volume '${id ?? ''}' status must be 'in-use'. Currently in '${status}' status`);
  }
}
