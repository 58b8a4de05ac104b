// SPDX-License-Identifier: Apache-2.0
import { RequestContext, serviceContextDictionary, serviceContextValues } from '@stackport/context';
import { CinderContext } from '../context.js';

/** Keys of cinder's own beside oslo.context's (cinder 21, context.py, to_dict). */
export function contextDictionary(context: RequestContext): Record<string, unknown> {
  return {
    ...serviceContextDictionary(context),
    domain_id: context.domainId ?? null,
    message_resource_id: null,
    message_resource_type: null,
    message_action: null,
  };
}

/** The context of a message that came in. */
export function contextFrom(values: Readonly<Record<string, unknown>>): CinderContext {
  return CinderContext.from(RequestContext.fromDict(values), serviceContextValues(values));
}
