// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Notifications } from '../notifications/notifications.js';
import type { Choice, FilterScheduler } from './filter-scheduler.js';
import type { AggregateIndex } from './hosts/host-aggregates.js';
import type { InstanceTracker } from './hosts/instance-tracker.js';
import { legacyRequestSpec } from './legacy-request-spec.js';
import type { HostAggregate } from './ports.js';
import { scheduleRequestOf } from './schedule-request.js';
import { plainSelectionOf, selectionOf } from './selection.js';

export interface SchedulerManagerInit {
  readonly scheduler: FilterScheduler;
  readonly aggregates: AggregateIndex;
  readonly tracker: InstanceTracker;
  readonly notifications: Notifications;
  /** `default_availability_zone` */
  readonly defaultZone: string;
}

export interface SelectDestinations {
  /** Values of a `RequestSpec`. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly instanceUuids: readonly string[] | undefined;
  readonly returnsObjects: boolean;
  readonly returnsAlternates: boolean;
}

/** What nova-scheduler does when it is told or asked (nova 26, scheduler/manager.py, RPC API 4.5). */
export class SchedulerManager {
  readonly #init: SchedulerManagerInit;

  constructor(init: SchedulerManagerInit) {
    this.#init = init;
  }

  /**
   * For each instance its host, claimed, and the hosts that could be tried instead: lists of `Selection`. For callers that
   * take no objects a dictionary for each instance. Throws `NoValidHost`; nothing is claimed then.
   */
  async selectDestinations(
    context: RequestContext,
    { spec, instanceUuids, returnsObjects, returnsAlternates }: SelectDestinations,
  ): Promise<readonly unknown[]> {
    const request = scheduleRequestOf(spec);
    const { scheduler, notifications, defaultZone } = this.#init;
    const payload = { request_spec: legacyRequestSpec(spec) };
    await notifications.info(context, 'scheduler', 'scheduler.select_destinations.start', payload);
    const choices = await scheduler.choose(context, request, instanceUuids, returnsObjects && returnsAlternates);
    await notifications.info(context, 'scheduler', 'scheduler.select_destinations.end', payload);
    if (!returnsObjects)
      return choices.flatMap(([first]) => (first === undefined ? [] : [plainSelectionOf(first.host)]));
    return choices.map((each) => each.map(({ host, way }: Choice) => selectionOf(host, way, defaultZone)));
  }

  updateAggregates(aggregates: readonly HostAggregate[]): void {
    this.#init.aggregates.update(aggregates);
  }

  deleteAggregate(aggregate: Pick<HostAggregate, 'id'>): void {
    this.#init.aggregates.delete(aggregate.id);
  }

  updateInstanceInfo(host: string, instanceUuids: readonly string[]): Promise<void> {
    return this.#init.tracker.update(host, instanceUuids);
  }

  deleteInstanceInfo(host: string, instanceUuid: string): Promise<void> {
    return this.#init.tracker.delete(host, instanceUuid);
  }

  syncInstanceInfo(host: string, instanceUuids: readonly string[]): Promise<void> {
    return this.#init.tracker.sync(host, instanceUuids);
  }
}
