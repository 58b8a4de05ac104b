// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { type ZonedService, ServiceDirectory } from '../../services/service-directory.js';
import { Zones } from '../../services/zones.js';
import { isApiService } from '../services/api-services.js';
import { wireTime } from '../wire-time.js';

const RULE = 'os_compute_api:os-availability-zone';

@Controller('v2.1')
export class ListAvailabilityZones {
  constructor(
    @Inject(ServiceDirectory) private readonly directory: ServiceDirectory,
    @Inject(Zones) private readonly zones: Zones,
  ) {}

  /** The zones that servers may be in. */
  @Operation({ method: 'GET', path: '/os-availability-zone', policy: { rule: `${RULE}:list` }, success: 200 })
  async list(): Promise<unknown> {
    const { internalZone } = this.zones.settings;
    const { available, unavailable } = zonesOf(await this.directory.list());
    const view = (zone: string, isAvailable: boolean): unknown => ({
      zoneName: zone,
      zoneState: { available: isAvailable },
      hosts: null,
    });
    const shown = (zone: string): boolean => zone !== internalZone;
    return {
      availabilityZoneInfo: [
        ...available.filter(shown).map((zone) => view(zone, true)),
        ...unavailable.filter(shown).map((zone) => view(zone, false)),
      ],
    };
  }

  /** All zones, with the hosts and services of those that are available. */
  @Operation({
    method: 'GET',
    path: '/os-availability-zone/detail',
    policy: { rule: `${RULE}:detail` },
    success: 200,
  })
  async listDetail(): Promise<unknown> {
    const services = await this.directory.list();
    const { available, unavailable } = zonesOf(services);
    return {
      availabilityZoneInfo: [
        ...available.map((zone) => ({
          zoneName: zone,
          zoneState: { available: true },
          hosts: this.#hosts(services.filter((service) => service.zone === zone)),
        })),
        ...unavailable.map((zone) => ({ zoneName: zone, zoneState: { available: false }, hosts: null })),
      ],
    };
  }

  #hosts(services: readonly ZonedService[]): Record<string, Record<string, unknown>> {
    const hosts: Record<string, Record<string, unknown>> = {};
    for (const service of services) {
      const { host, binary } = service;
      if (host === null || binary === null || service.disabled === true || isApiService(service)) continue;
      hosts[host] = {
        ...hosts[host],
        [binary]: {
          available: this.directory.isUp(service),
          active: true,
          updated_at: wireTime(service.updated_at),
        },
      };
    }
    return hosts;
  }
}

/** Names of zones with an enabled service, and of those with disabled ones only. */
function zonesOf(services: readonly ZonedService[]): {
  readonly available: readonly string[];
  readonly unavailable: readonly string[];
} {
  const available = new Set(services.filter(({ disabled }) => disabled !== true).map(({ zone }) => zone));
  const others = services.map(({ zone }) => zone).filter((zone) => !available.has(zone));
  return { available: [...available].sort(), unavailable: [...new Set(others)].sort() };
}
