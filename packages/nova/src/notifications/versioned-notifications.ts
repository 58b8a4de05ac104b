// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** What a versioned notification is about: an object of upstream's notification objects, as it travels. */
export interface NotificationPayload {
  readonly 'nova_object.name': string;
  readonly 'nova_object.namespace': 'nova';
  readonly 'nova_object.version': string;
  readonly 'nova_object.data': Readonly<Record<string, unknown>>;
}

/** Who tells of something: `nova-api` on this node, unless it is said otherwise. */
export interface NotificationPublisher {
  readonly source: string;
  readonly host: string;
}

/** Tells others what happened in nova's own format (nova 26, notifications/objects): what the areas need of it. */
export interface VersionedNotifications {
  /** Whether any are sent: payloads may cost something. */
  readonly isWanted: boolean;
  /** @param eventType - `keypair.create.start`. Never rejects. */
  emit(
    context: RequestContext,
    eventType: string,
    payload: NotificationPayload,
    options?: { readonly publisher?: NotificationPublisher; readonly isError?: boolean },
  ): Promise<void>;
}

/** Where nobody is told. */
export const noVersionedNotifications: VersionedNotifications = { isWanted: false, emit: async () => undefined };
