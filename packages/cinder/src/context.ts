// SPDX-License-Identifier: Apache-2.0
import { type RequestContext, ServiceContext, type ServiceContextInit } from '@stackport/context';

/** What Block Storage's contexts have beside oslo.context's (cinder 21, context.py). */
export type CinderContextInit = ServiceContextInit;

/** Services of the catalog that Block Storage may call; the others do not travel in its messages. */
const OWN_CALLS: ReadonlySet<unknown> = new Set(['identity', 'compute', 'object-store', 'image', 'key-manager']);

/** The context of a request to the Block Storage API. */
export class CinderContext extends ServiceContext {
  constructor(init: CinderContextInit = {}) {
    super(init, OWN_CALLS);
  }

  /** Another service's kind of context, with what it does not have. */
  static from(context: RequestContext, more: CinderContextInit): CinderContext {
    return new CinderContext(Object.assign({}, context as CinderContextInit, more));
  }

  override with(changes: CinderContextInit): CinderContext {
    return new CinderContext(Object.assign({}, this as CinderContextInit, changes));
  }
}
