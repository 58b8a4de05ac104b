// SPDX-License-Identifier: Apache-2.0
import { RequestContext, type RequestContextInit } from '@stackport/context';

/** What Block Storage's contexts have beside oslo.context's (cinder 21, context.py). */
export interface CinderContextInit extends RequestContextInit {
  /** Address of the client. */
  readonly remoteAddress?: string | undefined;
  /** When the request came in; now by default. */
  readonly timestamp?: Date | undefined;
  readonly quotaClass?: string | undefined;
}

/** Services of the catalog that Block Storage may call; the others do not travel in its messages. */
const OWN_CALLS: ReadonlySet<unknown> = new Set(['identity', 'compute', 'object-store', 'image', 'key-manager']);

/** The context of a request to the Block Storage API. */
export class CinderContext extends RequestContext {
  readonly remoteAddress: string | undefined;
  readonly timestamp: Date;
  readonly quotaClass: string | undefined;

  constructor(init: CinderContextInit = {}) {
    super({ ...init, serviceCatalog: init.serviceCatalog?.filter((service) => OWN_CALLS.has(typeOf(service))) });
    this.remoteAddress = init.remoteAddress;
    this.timestamp = init.timestamp ?? new Date();
    this.quotaClass = init.quotaClass;
  }

  /** Another service's kind of context, with what it does not have. */
  static from(context: RequestContext, more: CinderContextInit): CinderContext {
    return new CinderContext(Object.assign({}, context as CinderContextInit, more));
  }

  override with(changes: CinderContextInit): CinderContext {
    return new CinderContext(Object.assign({}, this as CinderContextInit, changes));
  }
}

function typeOf(service: unknown): unknown {
  return typeof service === 'object' && service !== null ? (service as { type?: unknown }).type : undefined;
}
