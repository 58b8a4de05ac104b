// SPDX-License-Identifier: Apache-2.0
import type { Publication } from '../bus.js';
import type { Encoded } from './compression.js';

/** A message that the broker has not confirmed. */
export interface Pending {
  readonly publication: Publication;
  readonly encoded: Encoded;
  /** Milliseconds since the epoch, after which nobody needs it; Infinity for a cast. */
  readonly deadline: number;
  /** What the content is known by when the broker returns it. */
  readonly key: string;
  /** Tries to reach the broker that may still fail. */
  triesLeft: number;
  /** It was on its way when a connection was lost: the broker may have it. */
  isRepeat: boolean;
  /** Channels that the broker closed for an error while it was on its way. */
  faults: number;
  /** Why the broker returned it. */
  returned: string | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** @param retry - none or negative is without end */
export function triesOf(retry: number | undefined): number {
  return retry === undefined || retry < 0 ? Infinity : retry + 1;
}
