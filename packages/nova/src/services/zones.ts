// SPDX-License-Identifier: Apache-2.0
import { type AggregateRepository, ZONE_KEY } from '../aggregates/aggregate-repository.js';
import type { ServiceValues } from '../hosts/host.js';

export interface ZoneSettings {
  /** `default_availability_zone` */
  readonly defaultZone: string;
  /** `internal_service_availability_zone` */
  readonly internalZone: string;
}

/** The availability zones of hosts: those of the aggregates that they are in (nova 26, availability_zones.py). */
export class Zones {
  readonly #aggregates: AggregateRepository;
  readonly settings: ZoneSettings;

  constructor(aggregates: AggregateRepository, settings: ZoneSettings) {
    this.#aggregates = aggregates;
    this.settings = settings;
  }

  /** The zone of a service: of compute hosts only it is more than the internal one. */
  async ofServices(): Promise<(service: Pick<ServiceValues, 'host' | 'topic'>) => string> {
    const byHost = new Map<string, Set<string>>();
    for (const { hosts, metadata } of await this.#aggregates.listWithKey(ZONE_KEY))
      for (const host of hosts) {
        const zones = byHost.get(host) ?? new Set();
        byHost.set(host, zones.add(metadata[ZONE_KEY] ?? ''));
      }
    const { defaultZone, internalZone } = this.settings;
    return ({ host, topic }) => {
      if (topic !== 'compute') return internalZone;
      const zones = byHost.get(host ?? '');
      return zones === undefined ? defaultZone : [...zones].join(',');
    };
  }

  /** The zone of a compute host. */
  async ofHost(host: string): Promise<string> {
    const found = (await this.#aggregates.listOfHost(host)).find(({ metadata }) => Object.hasOwn(metadata, ZONE_KEY));
    return found?.metadata[ZONE_KEY] ?? this.settings.defaultZone;
  }
}
