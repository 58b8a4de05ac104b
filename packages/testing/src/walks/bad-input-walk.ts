// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import type { Answer, Client } from '../client.js';
import { fillPath, type WalkRoute } from './walk-route.js';

export interface BadInputWalk {
  /** Asks as somebody who may do everything. */
  readonly client: Client;
  readonly routes: readonly WalkRoute[];
  /** Headers that choose the route's microversion, and the like. */
  headers?(route: WalkRoute): Readonly<Record<string, string>>;
  /** Where a service answers below 500 on purpose with another text, say which statuses above it are meant: 501. */
  readonly meant?: readonly number[];
  /** Requests for each route. */
  readonly runs?: number;
  readonly seed?: number;
}

/** What a service did not take well: a status of 500 and above, or an answer that is none. */
export interface BadInputFinding {
  readonly route: string;
  readonly request: string;
  readonly outcome: string;
}

/**
 * Asks every route with input that makes no sense: malformed JSON, wrong types, huge numbers, any unicode, deep nesting,
 * repeated keys, placeholders and queries of all kinds. What comes back is what a service must never do; an empty list is
 * the good answer. The input is the same for the same seed.
 */
export async function walkBadInput(walk: BadInputWalk): Promise<readonly BadInputFinding[]> {
  const { client, routes, runs = 25, seed = 20261127, meant = [501] } = walk;
  const findings: BadInputFinding[] = [];
  for (const route of routes)
    for (const sample of fc.sample(requests(route), { numRuns: runs, seed })) {
      const outcome = await ask(client, route, sample, walk.headers?.(route) ?? {}, meant);
      if (outcome !== undefined)
        findings.push({ route: route.key, request: `${sample.path} ${sample.body ?? ''}`.slice(0, 300), outcome });
    }
  return findings;
}

interface BadRequest {
  readonly path: string;
  readonly body: string | undefined;
}

function requests(route: WalkRoute): fc.Arbitrary<BadRequest> {
  const names = [...route.path.matchAll(/:([A-Za-z_]+)/g)].map(([, name]) => name as string);
  const segments = fc.record(Object.fromEntries(names.map((name) => [name, segment])));
  const body = ['GET', 'HEAD'].includes(route.method)
    ? fc.constant(undefined)
    : fc.option(bodies(route), { nil: undefined });
  return fc.record({ segments, query, body }).map(({ segments: values, query: text, body: sent }) => ({
    path: fillPath(route.path, (name) => (values as Record<string, string>)[name] ?? 'x') + text,
    body: sent,
  }));
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '../..',
    '%00',
    '\u0000',
    '1e999',
    'null',
    'None',
    '-1',
    "'",
    '"',
    '\u{1F600}',
    'a'.repeat(5000),
  ),
);
const segment = fc.oneof(
  fc.uuid(),
  text.map((value) => (value === '' ? '-' : value)),
);
const query = fc.oneof(
  fc.constant(''),
  fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(
            'limit',
            'marker',
            'offset',
            'sort',
            'sort_key',
            'sort_dir',
            'all_tenants',
            'status',
            'name',
            'metadata',
            'fields',
          ),
          text,
        ),
        text,
      ),
      { maxLength: 4 },
    )
    .map((pairs) => `?${pairs.map((pair) => pair.map(encodeLoosely).join('=')).join('&')}`),
);

/** Lone surrogates cannot be encoded. */
function encodeLoosely(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, 2 ** 63, -1, 0, 2 ** 31, 1e308),
);
const leaf = fc.oneof(text, numbers, fc.boolean(), fc.constant(null), fc.uuid());
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

/** Names that operations look for, so that the input gets past the first look. */
const KNOWN_KEYS = [
  'name',
  'size',
  'metadata',
  'description',
  'id',
  'volume_id',
  'host',
  'status',
  'key',
  'project_id',
];

function bodies(route: WalkRoute): fc.Arbitrary<string> {
  const resource = (
    route.path
      .split('/')
      .filter((part) => part !== '' && !part.startsWith(':'))
      .at(-1) ?? 'x'
  ).replace(/s$/, '');
  const wrappers = [resource, resource.replaceAll('-', '_').replace(/^os_/, ''), route.metadata.action ?? resource];
  const inner = fc.oneof(value, fc.dictionary(fc.constantFrom(...KNOWN_KEYS), value, { maxKeys: 6 }));
  const nested = fc.integer({ min: 10, max: 3000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...wrappers), inner).map(([key, part]) => json({ [key]: part })) },
    { weight: 3, arbitrary: value.map(json) },
    { weight: 1, arbitrary: nested },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...wrappers), value)
        .map(([key, part]) => `{"${key}":${json(part)},"${key}":${json(null)}}`),
    },
    { weight: 1, arbitrary: fc.constantFrom('', '{', '{"a":', 'nul', '\ufeff{}', '{"a":NaN}', '{"a":1e400}', '"') },
  );
}

function json(part: unknown): string {
  return part === undefined ? 'null' : JSON.stringify(part);
}

async function ask(
  client: Client,
  route: WalkRoute,
  { path, body }: BadRequest,
  headers: Readonly<Record<string, string>>,
  meant: readonly number[],
): Promise<string | undefined> {
  let answer: Answer;
  try {
    answer = await client.send(route.method, path, {
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
  return answer.status >= 500 && !meant.includes(answer.status)
    ? `${answer.status} ${answer.text.slice(0, 200)}`
    : undefined;
}
