// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { CinderContext } from '../context.js';

/** Keys of cinder's own beside oslo.context's (cinder 21, context.py, to_dict). */
export function contextDictionary(context: RequestContext): Record<string, unknown> {
  const { remoteAddress, quotaClass, timestamp } =
    context instanceof CinderContext ? context : { timestamp: new Date() };
  return {
    ...context.toDict(),
    user_id: context.userId ?? null,
    project_name: context.projectName ?? null,
    domain_id: context.domainId ?? null,
    read_deleted: 'no',
    remote_address: remoteAddress ?? null,
    timestamp: timestamp.toISOString().replace('Z', '000'),
    quota_class: quotaClass ?? null,
    service_catalog: context.serviceCatalog,
    message_resource_id: null,
    message_resource_type: null,
    message_action: null,
  };
}

/** The context of a message that came in. */
export function contextFrom(values: Readonly<Record<string, unknown>>): CinderContext {
  const { service_catalog: catalog, remote_address: address, quota_class: quotaClass, timestamp } = values;
  // Upstream's times are UTC without saying so.
  const time = typeof timestamp === 'string' ? new Date(`${timestamp.replace(/Z$|\+00:00$/, '')}Z`) : undefined;
  return CinderContext.from(RequestContext.fromDict(values), {
    serviceCatalog: Array.isArray(catalog) ? catalog : [],
    remoteAddress: typeof address === 'string' ? address : undefined,
    quotaClass: typeof quotaClass === 'string' ? quotaClass : undefined,
    timestamp: time === undefined || Number.isNaN(time.getTime()) ? undefined : time,
  });
}
