// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, PolicyAsk, PolicyFixture, RouteAsk, WalkCaller } from './policy-fixture.js';
import { changedParts, FreshObjects, sendAsk } from './policy-request.js';
import { routeKey } from './policy-reference.js';
import type { WalkRoute } from './walk-route.js';

/** Where a service does not answer as upstream's rules say, or where nothing says how it should. */
export interface PolicyFinding {
  readonly route: string;
  /** Nobody in particular where the route itself is at fault. */
  readonly caller?: string;
  readonly problem: string;
}

/** A line for each, grouped by the problem. */
export function policyFindingsText(findings: readonly PolicyFinding[]): string {
  const callers = new Map<string, string[]>();
  for (const { route, caller, problem } of findings) {
    const line = `${route}: ${problem}`;
    callers.set(line, [...(callers.get(line) ?? []), ...(caller === undefined ? [] : [caller])]);
  }
  return [...callers].map(([line, names]) => `${names.length > 0 ? `[${names.join(', ')}] ` : ''}${line}`).join('\n');
}

/** What the walk found out about a route before it asks. */
interface KnownRoute {
  readonly route: WalkRoute;
  readonly rules: readonly string[];
  readonly access: RouteAsk['access'];
  readonly success: readonly number[];
  readonly refused: readonly number[];
  readonly ask: MakeAsk;
}

/**
 * Asks every route as each of the callers, about objects that really exist, and compares with upstream's own rules: who is
 * allowed gets the route's success code, who is not gets 403, to another project the object does not exist (404), and
 * without a token it is 401. A refused request must leave everything as it was. A route without a rule or without
 * an entry in the fixture is a finding too; an empty list is the good answer.
 */
export async function walkPolicy(
  routes: readonly WalkRoute[],
  fixture: PolicyFixture,
): Promise<readonly PolicyFinding[]> {
  const findings: PolicyFinding[] = [];
  for (const key of Object.keys(fixture.asks))
    if (!fixture.reference.hasRoute(key.replace(RANGE, '')))
      findings.push({ route: key, problem: 'upstream has no such route' });
  const walk = async (route: WalkRoute, key: string, entry: RouteAsk | MakeAsk | undefined): Promise<void> => {
    const known = knownRoute(route, key, entry, fixture);
    if (typeof known === 'string') findings.push({ route: route.key, problem: known });
    else findings.push(...(await askAsEveryone(known, fixture)));
  };
  for (const route of routes) {
    const key = keyOf(route, fixture);
    const ranged = key + (RANGE.exec(route.key)?.[0] ?? '');
    await walk(route, key, own(fixture.asks, ranged) ?? own(fixture.asks, key));
  }
  for (const [key, entry] of fixture.further ?? []) {
    const found = routes.filter((route) => keyOf(route, fixture) === key);
    if (found.length === 0) findings.push({ route: key, problem: 'there is no such route' });
    for (const route of found) await walk(route, key, entry);
  }
  return findings;
}

function keyOf({ method, path, metadata }: WalkRoute, { prefix }: PolicyFixture): string {
  return routeKey(method, path.slice(prefix.length) || '/', metadata.action);
}

/** Behind the key of a route that is another in other microversions. */
const RANGE = / \[[\d.]*-[\d.]*\]$/;

function own<Value>(values: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** What is to be expected of the route, or why nobody can tell. */
function knownRoute(
  route: WalkRoute,
  key: string,
  given: RouteAsk | MakeAsk | undefined,
  { reference, viewRules = [] }: PolicyFixture,
): KnownRoute | string {
  const recorded = reference.route(key, route.metadata.versions);
  if (recorded === undefined) return 'upstream has no such route';
  if (given === undefined) return `the fixture has no objects for ${key}`;
  const entry: RouteAsk = typeof given === 'function' ? { ask: given } : given;
  const rules = entry.rules ?? recorded.rules.filter((rule) => !viewRules.includes(rule));
  const unknown = rules.filter((rule) => !reference.hasRule(rule));
  if (unknown.length > 0) return `upstream has no rule ${unknown.join(', ')}`;
  if (rules.length === 0 && entry.access === undefined) return 'there is no rule, and nothing says that there is none';
  if (rules.length > 0 && entry.access !== undefined)
    return `has rules (${rules.join(', ')}), and is said to have none`;
  return {
    route,
    rules,
    access: entry.access,
    success: entry.success ?? recorded.success,
    refused: entry.refused ?? [403],
    ask: entry.ask ?? (() => ({})),
  };
}

async function askAsEveryone(known: KnownRoute, fixture: PolicyFixture): Promise<readonly PolicyFinding[]> {
  const findings: PolicyFinding[] = [];
  const objects = new FreshObjects(known.ask, fixture);
  for (const caller of fixture.callers) {
    const found = (problem: string): void =>
      void findings.push({ route: known.route.key, caller: caller.name, problem });
    try {
      const { ask, state } = await objects.for(caller);
      const { allowed, statuses, why } = expectation(known, ask, caller, fixture);
      const answer = await sendAsk(known.route, ask, caller, fixture);
      if (!statuses.includes(answer.status))
        found(`${answer.status} instead of ${statuses.join(' or ')} (${why}): ${answer.text.slice(0, 200)}`);
      if (!allowed) for (const part of changedParts(state, fixture.state())) found(`was refused, and changed ${part}`);
      if (allowed && ask.listed !== undefined) {
        const shown = answer.text.includes(ask.listed);
        if (shown !== sees(ask, caller)) found(`${shown ? 'sees' : 'does not see'} ${ask.listed}`);
      }
    } catch (error) {
      found(`could not be asked: ${String(error).slice(0, 600)}`);
    }
  }
  return findings;
}

/** Whether what the request is about exists for the caller. A list shows what is the caller's own, so nothing is hidden there. */
function sees({ owner }: PolicyAsk, { credentials }: WalkCaller): boolean {
  return owner === undefined || credentials?.project_id === owner || credentials?.is_admin === true;
}

interface Expectation {
  readonly allowed: boolean;
  readonly statuses: readonly number[];
  readonly why: string;
}

function expectation(known: KnownRoute, ask: PolicyAsk, caller: WalkCaller, { reference }: PolicyFixture): Expectation {
  const { credentials } = caller;
  if (known.access === 'public') return { allowed: true, statuses: known.success, why: 'public' };
  if (credentials === undefined) return { allowed: false, statuses: [401], why: 'no token' };
  if (ask.refused !== undefined) return { allowed: false, statuses: ask.refused, why: 'refused beside the rules' };
  const own = { project_id: credentials.project_id, user_id: credentials.user_id };
  const refusing = (target: Readonly<Record<string, unknown>>): readonly string[] =>
    known.rules.filter((rule) => !reference.allows(rule, target, credentials));
  if (ask.listed === undefined && !sees(ask, caller)) {
    // A rule that would refuse the caller's own objects as well may be looked at before the object is.
    const may = refusing({ ...own, ...ask.target, project_id: credentials.project_id });
    return { allowed: false, statuses: may.length > 0 ? [404, ...known.refused] : [404], why: 'of another project' };
  }
  const owner = ask.listed === undefined && ask.owner !== undefined ? { project_id: ask.owner } : {};
  const rules = refusing({ ...own, ...owner, ...ask.target });
  return rules.length > 0
    ? { allowed: false, statuses: known.refused, why: rules.join(', ') }
    : { allowed: true, statuses: known.success, why: 'every rule allows it' };
}
