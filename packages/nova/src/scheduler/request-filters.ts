// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RequestFilterFailed } from '../errors/scheduler.js';
import type { HostAggregate, HostAggregates } from './ports.js';
import { ephemeralEncryptionTraitsOf } from './resources/hardware.js';
import { ResourceRequest } from './resources/resource-request.js';
import { destinationFor, type ScheduleRequest } from './schedule-request.js';
import { imageTraitsOf, imageTypeTraitOf } from './image-traits.js';

/** `[scheduler]` */
export interface RequestFilterSettings {
  readonly limit_tenants_to_placement_aggregate: boolean;
  readonly placement_aggregate_required_for_tenants: boolean;
  readonly query_placement_for_availability_zone: boolean;
  readonly query_placement_for_image_type_support: boolean;
  readonly enable_isolated_aggregate_filtering: boolean;
  readonly image_metadata_prefilter: boolean;
}

export interface RequestFiltersInit {
  readonly settings: RequestFilterSettings;
  readonly aggregates: HostAggregates;
  readonly logger: Logger;
}

/** Adds to requests what placement can look at before hosts are filtered (nova 26, scheduler/request_filter.py). */
export class RequestFilters {
  readonly #init: RequestFiltersInit;

  constructor(init: RequestFiltersInit) {
    this.#init = init;
  }

  /** Changes the request. Throws `RequestFilterFailed`, and what image and flavor contradict each other in. */
  async apply(request: ScheduleRequest): Promise<void> {
    const { settings, aggregates } = this.#init;
    const needsAggregates =
      settings.limit_tenants_to_placement_aggregate ||
      settings.enable_isolated_aggregate_filtering ||
      (settings.query_placement_for_availability_zone && request.availabilityZone !== undefined);
    const all = needsAggregates ? await aggregates.list() : [];
    this.#requireProjectAggregate(request, all);
    this.#requireZone(request, all);
    this.#requireImageType(request);
    request.rootForbidden.add('COMPUTE_STATUS_DISABLED');
    this.#forbidIsolatedAggregates(request, all);
    this.#requireImageTraits(request);
    const profile = request.flavor.extra_specs['accel:device_profile'];
    if (profile !== undefined && profile !== '') request.rootRequired.add('COMPUTE_ACCELERATORS');
    for (const trait of ephemeralEncryptionTraitsOf(request)) request.rootRequired.add(trait);
  }

  #requireProjectAggregate(request: ScheduleRequest, all: readonly HostAggregate[]): void {
    const { settings, logger } = this.#init;
    if (!settings.limit_tenants_to_placement_aggregate) return;
    const own = all.filter(({ metadata }) =>
      Object.entries(metadata).some(
        ([key, value]) => key.startsWith('filter_tenant_id') && value === request.projectId,
      ),
    );
    if (own.length > 0) require(request, own);
    else if (settings.placement_aggregate_required_for_tenants) {
      logger.warning(`Tenant ${request.projectId} has no available aggregates`);
      throw new RequestFilterFailed('No hosts available for tenant');
    }
  }

  #requireZone(request: ScheduleRequest, all: readonly HostAggregate[]): void {
    const { availabilityZone: zone } = request;
    if (!this.#init.settings.query_placement_for_availability_zone || zone === undefined) return;
    const own = all.filter(({ metadata }) => metadata.availability_zone === zone);
    if (own.length > 0) require(request, own);
  }

  #requireImageType(request: ScheduleRequest): void {
    const format = request.image?.disk_format ?? undefined;
    if (!this.#init.settings.query_placement_for_image_type_support) return;
    if (request.isVolumeBacked || format === undefined) return;
    const trait = imageTypeTraitOf(format);
    if (trait === undefined) this.#init.logger.error(`There is no trait of hosts that take images of format ${format}`);
    else request.rootRequired.add(trait);
  }

  /** Aggregates that are kept for traits which the request does not ask for. */
  #forbidIsolatedAggregates(request: ScheduleRequest, all: readonly HostAggregate[]): void {
    const { settings, logger } = this.#init;
    if (!settings.enable_isolated_aggregate_filtering) return;
    const { requiredTraits } = ResourceRequest.of(request, { limit: undefined, translatesPinning: true, logger });
    const isolated = all.filter(({ metadata }) =>
      Object.entries(metadata).some(
        ([key, value]) =>
          key.startsWith('trait:') && value === 'required' && !requiredTraits.has(key.slice('trait:'.length)),
      ),
    );
    if (isolated.length === 0) return;
    const { forbiddenAggregates } = destinationFor(request);
    for (const { uuid } of isolated) if (uuid !== null) forbiddenAggregates.add(uuid);
  }

  #requireImageTraits(request: ScheduleRequest): void {
    if (!this.#init.settings.image_metadata_prefilter) return;
    const { traits, unknown } = imageTraitsOf(request.image?.properties ?? {});
    // All or none, as upstream.
    if (unknown === undefined) for (const trait of traits) request.rootRequired.add(trait);
    else this.#init.logger.error(`Computed trait name '${unknown}' is not valid`);
  }
}

/** Hosts in any of them. */
function require(request: ScheduleRequest, aggregates: readonly HostAggregate[]): void {
  destinationFor(request).aggregates.push(aggregates.flatMap(({ uuid }) => uuid ?? []).join(','));
}
