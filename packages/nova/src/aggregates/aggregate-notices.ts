// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Notifications } from '../notifications/notifications.js';
import { aggregatePayload } from '../notifications/payloads.js';
import type { VersionedNotifications } from '../notifications/versioned-notifications.js';

/** What is done with an aggregate, as the older format calls it and as the versioned one does. */
const ACTIONS = {
  create: 'create',
  delete: 'delete',
  addhost: 'add_host',
  removehost: 'remove_host',
  updateprop: 'update_prop',
  updatemetadata: 'update_metadata',
} as const;

export type AggregateAction = keyof typeof ACTIONS;
type Phase = 'start' | 'end';

/** Tells of aggregates in both formats (nova 26, compute/utils.py, notify_about_aggregate_update and …_action). */
export class AggregateNotices {
  readonly #notifications: Pick<Notifications, 'info'>;
  readonly #versioned: VersionedNotifications;

  constructor(notifications: Pick<Notifications, 'info'>, versioned: VersionedNotifications) {
    this.#notifications = notifications;
    this.#versioned = versioned;
  }

  /** In the older format, whose publisher is the aggregate. @param payload - with `aggregate_id`, or else with `name` */
  async tell(
    context: RequestContext,
    action: AggregateAction,
    phase: Phase,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const publisher = String(payload.aggregate_id ?? payload.name);
    await this.#notifications.info(context, 'aggregate', `aggregate.${action}.${phase}`, payload, publisher);
  }

  /** In the versioned format. */
  async tellVersioned(
    context: RequestContext,
    action: AggregateAction,
    phase: Phase,
    aggregate: Parameters<typeof aggregatePayload>[0],
  ): Promise<void> {
    await this.#versioned.emit(context, `aggregate.${ACTIONS[action]}.${phase}`, aggregatePayload(aggregate));
  }

  /** In both. */
  async tellBoth(
    context: RequestContext,
    action: AggregateAction,
    phase: Phase,
    payload: Readonly<Record<string, unknown>>,
    aggregate: Parameters<typeof aggregatePayload>[0],
  ): Promise<void> {
    await this.tell(context, action, phase, payload);
    await this.tellVersioned(context, action, phase, aggregate);
  }
}
