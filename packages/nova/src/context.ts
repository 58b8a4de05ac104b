// SPDX-License-Identifier: Apache-2.0
import { type RequestContext, ServiceContext, type ServiceContextInit } from '@stackport/context';

/** Which rows are seen: those that are not deleted, all, or only deleted ones. */
export type ReadDeleted = 'no' | 'yes' | 'only';

/** What the Compute service's contexts have beside oslo.context's (nova 26, context.py). */
export interface NovaContextInit extends ServiceContextInit {
  readonly readDeleted?: ReadDeleted | undefined;
}

/** Services of the catalog that the Compute service may call; the others do not travel in its messages. */
const OWN_CALLS: ReadonlySet<unknown> = new Set([
  'image',
  'block-storage',
  'volumev3',
  'key-manager',
  'placement',
  'network',
  'accelerator',
]);

/** The context of a request to the Compute API. */
export class NovaContext extends ServiceContext {
  readonly readDeleted: ReadDeleted;

  constructor(init: NovaContextInit = {}) {
    super(init, OWN_CALLS);
    this.readDeleted = init.readDeleted ?? 'no';
  }

  /** Another service's kind of context, with what it does not have. */
  static from(context: RequestContext, more: NovaContextInit = {}): NovaContext {
    return new NovaContext(Object.assign({}, context as NovaContextInit, more));
  }

  override with(changes: NovaContextInit): NovaContext {
    return new NovaContext(Object.assign({}, this as NovaContextInit, changes));
  }
}
