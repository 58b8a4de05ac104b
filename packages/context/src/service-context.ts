// SPDX-License-Identifier: Apache-2.0
import { RequestContext, type RequestContextInit } from './request-context.js';

/** What contexts of nova and cinder have beside oslo.context's (nova 26 and cinder 21, context.py). */
export interface ServiceContextInit extends RequestContextInit {
  /** Address of the client. */
  readonly remoteAddress?: string | undefined;
  /** When the request came in; now by default. */
  readonly timestamp?: Date | undefined;
  readonly quotaClass?: string | undefined;
}

/** The context of a request to a service that passes it on in messages, and of the catalog what the service may call. */
export class ServiceContext extends RequestContext {
  readonly remoteAddress: string | undefined;
  readonly timestamp: Date;
  readonly quotaClass: string | undefined;

  /** @param calls - types of the catalog's services that are kept; the others do not travel */
  constructor(init: ServiceContextInit, calls: ReadonlySet<unknown>) {
    super({ ...init, serviceCatalog: init.serviceCatalog?.filter((service) => calls.has(typeOf(service))) });
    this.remoteAddress = init.remoteAddress;
    this.timestamp = init.timestamp ?? new Date();
    this.quotaClass = init.quotaClass;
  }
}

/** The dictionary that both services write into messages; each has keys of its own beside these. */
export function serviceContextDictionary(context: RequestContext): Record<string, unknown> {
  const { remoteAddress, quotaClass, timestamp } =
    context instanceof ServiceContext ? context : { timestamp: new Date() };
  return {
    ...context.toDict(),
    user_id: context.userId ?? null,
    project_name: context.projectName ?? null,
    read_deleted: 'no',
    remote_address: remoteAddress ?? null,
    timestamp: timestamp.toISOString().replace('Z', '000'),
    quota_class: quotaClass ?? null,
    service_catalog: context.serviceCatalog,
  };
}

/** What a message's dictionary says of this beside oslo.context's part. */
export function serviceContextValues(values: Readonly<Record<string, unknown>>): ServiceContextInit {
  const { service_catalog: catalog, remote_address: address, quota_class: quotaClass, timestamp } = values;
  // Upstream's times are UTC without saying so.
  const time = typeof timestamp === 'string' ? new Date(`${timestamp.replace(/Z$|\+00:00$/, '')}Z`) : undefined;
  return {
    serviceCatalog: Array.isArray(catalog) ? catalog : [],
    remoteAddress: typeof address === 'string' ? address : undefined,
    quotaClass: typeof quotaClass === 'string' ? quotaClass : undefined,
    timestamp: time === undefined || Number.isNaN(time.getTime()) ? undefined : time,
  };
}

function typeOf(service: unknown): unknown {
  return typeof service === 'object' && service !== null ? (service as { type?: unknown }).type : undefined;
}
