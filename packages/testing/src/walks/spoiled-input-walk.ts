// SPDX-License-Identifier: Apache-2.0
import type { PolicyAsk, PolicyFixture, RouteAsk } from './policy-fixture.js';
import { routeKey } from './policy-reference.js';
import { changedParts, FreshObjects, sendAsk } from './policy-request.js';
import type { WalkRoute } from './walk-route.js';

/** What stands in the place of a good value, each in its turn. */
const NONSENSE: readonly unknown[] = [
  null,
  '',
  'x',
  '\u0000',
  '\u{1F600}'.repeat(20),
  '\u{1F600}'.repeat(300),
  '__proto__',
  -1,
  1.5,
  2 ** 63,
  true,
  [],
  {},
  '5f0f0b6c-f9b7-4b4c-8a1a-2c5b8e1d3f60',
];

/** What comes behind a path. */
const QUERIES = [
  '?limit=-1',
  '?limit=99999999999999999999',
  '?marker=x',
  '?offset=-1',
  '?__proto__=x',
  '?changes-since=x',
  '?sort_key=x&sort_dir=x',
  '?%00=%00',
  '?name=%28',
];

export interface SpoiledInputOptions {
  /** Statuses above 500 that are meant. */
  readonly meant?: readonly number[];
  /** What stands in the place of good values; much of all kinds unless given. */
  readonly nonsense?: readonly unknown[];
}

/**
 * Asks every route as an administrator about what exists, with one thing of a good request spoiled: an input that gets past
 * the first looks. No answer may be 500 and above (`meant` aside), and what is refused must leave everything as it was.
 * @returns a line for each finding; an empty list is the good answer
 */
export async function walkSpoiledInput(
  routes: readonly WalkRoute[],
  fixture: PolicyFixture,
  { meant = [501], nonsense = NONSENSE }: SpoiledInputOptions = {},
): Promise<readonly string[]> {
  const findings: string[] = [];
  const caller = fixture.callers.find(({ name }) => name === 'admin');
  if (caller === undefined) throw new Error('the fixture has no administrator');
  for (const route of routes) {
    const objects = new FreshObjects((asker) => askOf(route, fixture)(asker), fixture);
    const { ask: first } = await objects.for(caller);
    for (const [what, spoil] of spoilers(first, route, nonsense)) {
      const { ask, state } = await objects.for(caller);
      const answer = await sendAsk(route, spoil(ask), caller, fixture);
      const isRefused = answer.status >= 400;
      if (answer.status >= 500 && !meant.includes(answer.status))
        findings.push(`${route.key} with ${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
      if (isRefused)
        for (const part of changedParts(state, fixture.state()))
          findings.push(`${route.key} with ${what}: ${answer.status}, and changed ${part}`);
    }
  }
  return findings;
}

function askOf({ method, path, metadata, key: whole }: WalkRoute, { asks, prefix }: PolicyFixture) {
  const key = routeKey(method, path.slice(prefix.length) || '/', metadata.action);
  const range = / \[[\d.]*-[\d.]*\]$/.exec(whole)?.[0] ?? '';
  const entry = asks[key + range] ?? asks[key] ?? {};
  const { ask }: RouteAsk = typeof entry === 'function' ? { ask: entry } : entry;
  return ask ?? (() => ({}));
}

type Spoiler = readonly [what: string, spoil: (ask: PolicyAsk) => PolicyAsk];

function spoilers(
  { path = [], body }: PolicyAsk,
  { method }: WalkRoute,
  nonsense: readonly unknown[],
): readonly Spoiler[] {
  const texts = nonsense.filter((value) => typeof value === 'string' && value !== '') as readonly string[];
  return [
    ...path.flatMap((_, index) =>
      texts.map((text): Spoiler => [
        `${JSON.stringify(text)} in the path`,
        (ask) => ({ ...ask, path: (ask.path ?? []).map((segment, i) => (i === index ? text : segment)) }),
      ]),
    ),
    ...(method === 'GET' ? QUERIES.map((query): Spoiler => [query, (ask) => ({ ...ask, query })]) : []),
    ...placesIn(body).flatMap((place) => [
      ...nonsense.map((value): Spoiler => [
        `${JSON.stringify(value)} at ${place.join('.')}`,
        (ask) => ({ ...ask, body: changed(ask.body, place, () => value) }),
      ]),
      [
        `nothing at ${place.join('.')}`,
        (ask: PolicyAsk) => ({ ...ask, body: changed(ask.body, place, () => undefined) }),
      ] as const,
    ]),
  ];
}

/** Where something stands in a body, the whole not among it. */
function placesIn(value: unknown, place: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    const own = [...place, Array.isArray(value) ? Number(key) : key];
    return [own, ...placesIn(inner, own)];
  });
}

function changed(value: unknown, [key, ...rest]: readonly (string | number)[], change: () => unknown): unknown {
  if (key === undefined) return change();
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === key ? changed(one, rest, change) : one));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: changed(object[key], rest, change) };
}
