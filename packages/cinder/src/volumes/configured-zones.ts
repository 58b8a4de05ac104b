// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { availabilityZoneOptions, serviceOptions, volumeOptions } from '../options/index.js';
import type { ServiceRepository } from '../services/service-repository.js';
import type { ZoneSettings } from './availability-zones.js';

/** The availability zones that there are, and what the configuration says of them. */
export interface ConfiguredZones {
  readonly settings: ZoneSettings;
  /** Of the services of cinder-volume, as they are now: upstream remembers them for az_cache_duration. */
  names(): Promise<readonly string[]>;
}

export function configuredZones(
  configuration: Configuration,
  services: Pick<ServiceRepository, 'list'>,
): ConfiguredZones {
  const zones = configuration.get(availabilityZoneOptions);
  return {
    settings: {
      defaultZone: zones.default_availability_zone,
      storageZone: configuration.get(serviceOptions).storage_availability_zone,
      fallback: zones.allow_availability_zone_fallback,
      clonesStay: configuration.get(volumeOptions).cloned_volume_same_az,
    },
    names: async () => {
      const rows = await services.list({ topic: 'cinder-volume' });
      return [...new Set(rows.flatMap(({ availabilityZone }) => availabilityZone ?? []))];
    },
  };
}
