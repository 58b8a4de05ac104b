// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Aggregate } from './aggregate-repository.js';

/** Who else has to know of aggregates: the scheduler, and placement, which has the same aggregates of its providers. */
export interface AggregateMirror {
  /** The scheduler's copy is not up to date any more. */
  changed(context: RequestContext, aggregate: Aggregate): Promise<void>;
  deleted(context: RequestContext, aggregate: Aggregate): Promise<void>;
  /** The provider of a node belongs to the aggregate in placement too. One that placement does not know is no error. */
  hostAdded(context: RequestContext, aggregate: Aggregate, node: string): Promise<void>;
  /** The same. Throws InvalidAggregateHostAction where placement stands against it. */
  hostRemoved(context: RequestContext, aggregate: Aggregate, node: string): Promise<void>;
}

/** Where neither is there. */
export const noMirror: AggregateMirror = {
  changed: () => Promise.resolve(),
  deleted: () => Promise.resolve(),
  hostAdded: () => Promise.resolve(),
  hostRemoved: () => Promise.resolve(),
};
