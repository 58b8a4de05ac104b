// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../client.js';
import type { PolicyReference } from './policy-reference.js';
import type { WalkRoute } from './walk-route.js';

/** Who asks: three of the owner's project, a member of another one, and somebody without a token. */
export type CallerName = 'admin' | 'member' | 'reader' | 'stranger' | 'nobody';

export interface WalkCaller {
  readonly name: CallerName;
  readonly client: Client;
  /** As upstream's rules see the caller; nobody has none. */
  readonly credentials: Readonly<Record<string, unknown>> | undefined;
}

/** One request to a route, about objects that were made for it. */
export interface PolicyAsk {
  /** For the placeholders of the path, in their order. */
  readonly path?: readonly string[];
  /** With its `?`. */
  readonly query?: string;
  /** As JSON, unless it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The project that the object belongs to: to others that are no administrators it does not exist. */
  readonly owner?: string;
  /** What upstream's rules see of the object, beside `project_id`: the owner's, or the caller's where there is no owner. */
  readonly target?: Readonly<Record<string, unknown>>;
  /** Statuses of a caller whom something beside the rules refuses: an older check of upstream's, which stands there. */
  readonly refused?: readonly number[];
  /** An object of the owner's that a list shows to whoever may see it, and to nobody else. */
  readonly listed?: string;
}

/** One that takes no caller is the same for all. */
export type MakeAsk = (caller: WalkCaller) => PolicyAsk | Promise<PolicyAsk>;

/** How a route is asked, and what the reference does not tell of it. */
export interface RouteAsk {
  /** Makes fresh objects in the owner's project; nothing is needed for a route without placeholders and body. */
  readonly ask?: MakeAsk;
  /** Of the rules that the reference has, those which this request meets; all unless given. */
  readonly rules?: readonly string[];
  /** Where upstream has no rule: whether a token is needed. */
  readonly access?: 'public' | 'authenticated';
  /** What an allowed request gets, where it is not what the reference says. */
  readonly success?: readonly number[];
  /** What a forbidden request gets where it is not 403. */
  readonly refused?: readonly number[];
}

/** What the walk has to know of a service: one file for each. */
export interface PolicyFixture {
  readonly reference: PolicyReference;
  /** What our paths have before those of the reference: `/v3`; nothing where the reference has it too. */
  readonly prefix: string;
  readonly callers: readonly WalkCaller[];
  /** By `routeKey`, with ` [2.53-]` behind it where that is only so in these microversions. A function is an ask and nothing else. */
  readonly asks: Readonly<Record<string, RouteAsk | MakeAsk>>;
  /** More asks of routes, by the same key: those that meet rules which not every request meets. */
  readonly further?: readonly (readonly [key: string, ask: RouteAsk | MakeAsk])[];
  /** Rules that decide what an answer shows, and not whether there is one. */
  readonly viewRules?: readonly string[];
  /** Headers that choose the route's microversion, and the like. */
  headers?(route: WalkRoute): Readonly<Record<string, string>>;
  /** Waits until nothing goes on that an allowed request began. */
  readonly settled?: () => Promise<void>;
  /** What the service holds and has sent, by part: a refused request leaves every part as it was. */
  readonly state: () => ReadonlyMap<string, string>;
}
