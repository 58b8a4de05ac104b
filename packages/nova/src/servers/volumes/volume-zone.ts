// SPDX-License-Identifier: Apache-2.0
import { InvalidVolume } from '../../errors/volume.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { Zones } from '../../services/zones.js';
import type { VolumeValues } from '../../volume/volumes.js';

/** Checks that a server may have a volume of another availability zone, or that it is of the same. */
export class VolumeZones {
  readonly #zones: Pick<Zones, 'ofHost'>;
  readonly #crossesZones: boolean;

  /** @param crossesZones - `[cinder] cross_az_attach` */
  constructor(zones: Pick<Zones, 'ofHost'>, crossesZones: boolean) {
    this.#zones = zones;
    this.#crossesZones = crossesZones;
  }

  /** Throws `InvalidVolume`. */
  async check(instance: InstanceValues, volume: VolumeValues): Promise<void> {
    if (this.#crossesZones) return;
    const { host, uuid } = instance;
    const zone = (host ?? '') === '' ? instance.availability_zone : await this.#zones.ofHost(host ?? '');
    if (zone !== volume.availability_zone)
      throw new InvalidVolume(
        `Instance ${uuid} and volume ${volume.id} are not in the same availability_zone. Instance is in ` +
          `${zone ?? 'None'}. Volume is in ${volume.availability_zone}`,
      );
  }
}
