// SPDX-License-Identifier: Apache-2.0
import type { RouteSelector } from '@stackport/wsgi';

/**
 * Who may call an operation.
 * - `public`: anybody, a token or not (version documents).
 * - `authenticated`: any context that the pipeline made; upstream checks no rule there.
 * - a rule checked before the handler runs, against the caller's own project and user as target;
 * - a rule that the domain checks against the object it loaded (`target: 'resource'`).
 */
export type OperationPolicy =
  'public' | 'authenticated' | { readonly rule: string | readonly string[]; readonly target?: 'caller' | 'resource' };

/** What a route's selector carries beside what the router reads: the walks over all routes look here. */
export interface OperationMetadata extends RouteSelector {
  readonly policy: OperationPolicy;
  readonly success: number;
}
