// SPDX-License-Identifier: Apache-2.0

export type NotificationPriority = 'info' | 'error';

/** Tells others what happened: what the areas need of glance's notifier. */
export interface Notifications {
  /** Whether anybody wants to hear of the event: payloads that cost something are made only then. */
  wants(event: string): boolean;
  /**
   * Says it, and does not wait for it: what goes wrong is logged, and never the caller's concern.
   * @param event - `image.create`, …
   * @param payload - upstream's; a text for a failure.
   */
  send(event: string, payload: Readonly<Record<string, unknown>> | string, priority?: NotificationPriority): void;
}

/** Nobody wants to hear. */
export const silentNotifications: Notifications = { wants: () => false, send: () => undefined };
