// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** Tells others what happened, as oslo.messaging's notifier does: what the areas need of it. */
export interface Notifications {
  /**
   * @param publisher - upstream's service name: `api`, `servergroup`, `aggregate`, …; the node's name is added
   * @param eventType - `keypair.create.start`, …
   * @param publisherHost - what is added in place of the node's name
   */
  info(
    context: RequestContext,
    publisher: string,
    eventType: string,
    payload: Readonly<Record<string, unknown>>,
    publisherHost?: string,
  ): Promise<void>;
  error(
    context: RequestContext,
    publisher: string,
    eventType: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}
