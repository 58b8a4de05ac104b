// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound } from './base.js';

export class VolumeNotFound extends NotFound {
  constructor(volumeId: string) {
    super(`Volume ${volumeId} could not be found.`);
  }
}

/** The volume's state does not allow it. */
export class InvalidVolume extends Invalid {
  constructor(reason: string) {
    super(`Invalid volume: ${reason}`);
  }
}

export class InvalidVolumeMetadata extends Invalid {
  constructor(reason: string) {
    super(`Invalid metadata: ${reason}`);
  }
}

export class InvalidVolumeMetadataSize extends Invalid {
  constructor(reason: string) {
    super(`Invalid metadata size: ${reason}`);
  }
}

export class VolumeMetadataNotFound extends NotFound {
  constructor(volumeId: string, key: string) {
    super(`Volume ${volumeId} has no metadata with key ${key}.`);
  }
}

/** @param id - of the volume or snapshot that no image is known of */
export class GlanceMetadataNotFound extends NotFound {
  constructor(id: string) {
    super(`Glance metadata for volume/snapshot ${id} cannot be found.`);
  }
}

export class InvalidAvailabilityZone extends Invalid {
  constructor(zone: string) {
    super(`Availability zone '${zone}' is invalid.`);
  }
}

export class InvalidTypeAvailabilityZones extends Invalid {
  constructor(zones: readonly string[]) {
    super(
      `Volume type is only supported in these availability zones: [${zones.map((zone) => `'${zone}'`).join(', ')}]`,
    );
  }
}
