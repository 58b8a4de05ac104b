// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';

/** Keys of a request's `environ` (oslo_middleware.request_id, oslo_context). */
export const REQUEST_ID_KEY = 'openstack.request_id';
export const GLOBAL_REQUEST_ID_KEY = 'openstack.global_request_id';
export const CONTEXT_KEY = 'openstack.context';

// oslo.middleware 5.0.0 (Zed), request_id.ID_FORMAT: lower case, the prefix required.
const GLOBAL_ID = /^req-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;

/** A new id: `req-` and a random UUID. */
export function generateRequestId(): string {
  return `req-${randomUUID()}`;
}

/**
 * The global request id out of an inbound X-Openstack-Request-Id header. What does not have the form is dropped
 * without a word, as upstream does: it would otherwise reach logs and other services.
 */
export function globalRequestIdFrom(header: string | undefined): string | undefined {
  return header !== undefined && GLOBAL_ID.test(header) ? header : undefined;
}
