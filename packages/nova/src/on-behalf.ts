// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ClientRequest } from '@stackport/keystone';

/** Seconds that a neighbour may take for an answer, where its section does not say: an image is hashed, a disk is connected. */
export const LONGEST_ANSWER = 600;

/**
 * A request to a neighbour: with the caller's token, and in nova's own name where the context is an administrator's of
 * periodic work, which has none (nova 26, volume/cinder.py, _get_auth).
 */
export function onBehalf(context: RequestContext, request: ClientRequest): ClientRequest {
  if (!context.isAdmin || context.authToken !== undefined) return { ...request, onBehalfOf: context };
  return { ...request, headers: { 'x-openstack-request-id': context.globalId, ...request.headers } };
}
