// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../errors/base.js';
import { InvalidAvailabilityZone, InvalidTypeAvailabilityZones } from '../errors/volumes.js';

export interface ZoneSettings {
  /** `default_availability_zone`; empty or undefined where none is set. */
  readonly defaultZone: string | undefined;
  /** `storage_availability_zone` */
  readonly storageZone: string;
  /** `allow_availability_zone_fallback` */
  readonly fallback: boolean;
  /** `cloned_volume_same_az` */
  readonly clonesStay: boolean;
}

export interface ZoneRequest {
  readonly asked: string | null;
  /** Where it may be: the zones of the services, and the configured one. */
  readonly known: readonly string[];
  /** `RESKEY:availability_zones` of the volume type, in text between commas; undefined where it has none. */
  readonly typeZones: string | undefined;
  readonly groupZone?: string | null | undefined;
  readonly snapshotZone?: string | null | undefined;
  readonly sourceZone?: string | null | undefined;
}

/**
 * The zones that a new volume may be placed in: one where it was asked for, or follows from what the volume is made of
 * (upstream's flows/api/create_volume.py, _extract_availability_zones).
 * @throws InvalidAvailabilityZone, InvalidTypeAvailabilityZones, InvalidInput where a clone would leave its source's zone
 */
export function zonesFor(request: ZoneRequest, settings: ZoneSettings): readonly string[] {
  const { known, typeZones } = request;
  const ofType = typeZones
    ?.split(',')
    .map((zone) => zone.trim())
    .filter((zone) => zone !== '');
  const allowed = ofType === undefined ? known : ofType.filter((zone) => known.includes(zone));
  if (ofType !== undefined && allowed.length === 0) throw new InvalidTypeAvailabilityZones(ofType);

  let zone = request.groupZone ?? request.asked ?? request.sourceZone ?? request.snapshotZone ?? null;
  if (zone === null && ofType === undefined) zone = ownZone(settings);
  if (zone !== null && !allowed.includes(zone)) {
    if (!settings.fallback) throw new InvalidAvailabilityZone(zone);
    zone = ownZone(settings);
  }
  if (zone !== null && settings.clonesStay) {
    if (request.snapshotZone && request.snapshotZone !== zone)
      throw new InvalidInput('Volume must be in the same availability zone as the snapshot');
    if (request.sourceZone && request.sourceZone !== zone)
      throw new InvalidInput('Volume must be in the same availability zone as the source volume');
  }
  return zone === null ? allowed : [zone];
}

function ownZone({ defaultZone, storageZone }: ZoneSettings): string {
  return defaultZone === undefined || defaultZone === '' ? storageZone : defaultZone;
}
