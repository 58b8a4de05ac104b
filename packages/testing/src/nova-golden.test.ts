// SPDX-License-Identifier: Apache-2.0
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './client.js';
import { agreement, idleReasons, unexplained } from './golden-report.js';
import { compare, ordered } from './nova-golden/comparison.js';
import { parsed } from './recorded-answers.js';
import { knownDifferences } from './nova-golden/known-differences.js';
import { RecordedCloud } from './nova-golden/recorded-cloud.js';
import { SERVER, type UnrecordedStep, unrecordedSteps, VOLUME, VOLUME_BEFORE } from './nova-golden/unrecorded-steps.js';
import { RecordedIds, recordedNovaRequests, type RecordedRequest } from './recorded-requests.js';

const recorded = recordedNovaRequests();
/** The list of what changed since long ago. */
const CHANGES = 192;

describe('what Python’s nova was recorded to answer', () => {
  let cloud: RecordedCloud;
  const ids = new RecordedIds();
  /** What differs, by the number of the request. */
  const found = new Map<number, readonly string[]>();
  beforeAll(async () => {
    cloud = await RecordedCloud.start();
    const made = await cloud.furnish(gone.map(({ name }) => name));
    for (const [index, { id }] of gone.entries()) ids.set(id, made[index] ?? '');
    for (const request of recorded) found.set(request.seq, await replay(request));
  }, 240_000);
  afterAll(() => cloud.close());

  async function replay(request: RecordedRequest): Promise<readonly string[]> {
    if (request.seq === VOLUME_BEFORE) ids.set(VOLUME, await cloud.volume('demo'));
    for (const step of unrecordedSteps.filter(({ before }) => before === request.seq)) await act(step);
    const answer = await beginningLike(createdBy(request), () => ask(request));
    learn(request, answer);
    await cloud.settle();
    await cloud.date(ids.known.flatMap(([id, ours]) => (createdAt.has(id) ? [[ours, createdAt.get(id) ?? 0]] : [])));
    return compare(request, answer, ids, cloud.imageUrl);
  }

  function ask({ as, method, path, request_headers: given, request_body: body }: RecordedRequest): Promise<Answer> {
    const headers = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'X-Auth-Token'));
    return cloud.client(as ?? 'nobody').send(method, ids.translate(path), {
      headers,
      ...(body === null ? {} : { body: bodyOf(body) }),
    });
  }

  /** Of a body that is too large to be recorded its beginning and length were. */
  function bodyOf(recordedBody: string): string {
    const [, length] = /^<(\d+) bytes: /.exec(recordedBody) ?? [];
    return length === undefined ? ids.translate(recordedBody) : `{"server": "${'x'.repeat(Number(length) - 14)}"}`;
  }

  async function act({ as, method, path, version, body, status, creates }: UnrecordedStep): Promise<void> {
    const answer = await beginningLike(creates?.[1], () =>
      cloud.client(as).send(method, `/v2.1${ids.translate(path)}`, {
        headers: version === undefined ? {} : { 'OpenStack-API-Version': `compute ${version}` },
        ...(body === undefined ? {} : { json: JSON.parse(ids.translate(JSON.stringify(body))) }),
      }),
    );
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
    if (creates !== undefined) ids.set(creates[1], answer.field(creates[0]));
    await cloud.settle();
  }

  /** Ids are in bodies, and in headers: of requests, which stand in the list of a server's actions, and of what was made. */
  function learn({ response_body: body, response_headers: headers }: RecordedRequest, answer: Answer): void {
    for (const [name, value] of headers) {
      const [theirs, ours] = [value, answer.headers.get(name) ?? ''].map((text) => UUID.exec(text)?.[0]);
      if (theirs !== undefined && ours !== undefined) ids.set(theirs, ours);
    }
    const [theirs, ours] = [ordered(parsed(body)), ordered(parsed(answer.text))];
    if (typeof theirs === 'object') ids.learn(theirs, ours);
  }

  it('is what we answer; what is not has a reason', () => {
    const { share, words } = agreement(found);
    console.log(words);
    expect(unexplained(found, knownDifferences, recorded)).toBe('');
    expect(share).toBeGreaterThanOrEqual(97);
  });

  it('has no difference in its list that is none any more', () => {
    expect(idleReasons(found, knownDifferences)).toEqual([]);
    expect(ids.known.map(([id]) => id)).toContain(SERVER);
  });
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** When servers were made, in seconds, by recorded id. */
const createdAt = new Map<string, number>();
for (const { response_body: body } of recorded)
  for (const [, id, at] of body.matchAll(/"id": "([0-9a-f-]{36})", "name": "[^"]*", "status".*?"created": "([^"]+)"/g))
    createdAt.set(id ?? '', Date.parse(at ?? '') / 1000);

/** Servers that were deleted before, as a list of all changes has them after those that are there; the oldest first. */
const gone = (
  JSON.parse(recorded.find(({ seq }) => seq === CHANGES)?.response_body ?? '{}') as {
    servers: { readonly id: string; readonly name: string }[];
  }
).servers
  .slice(7)
  .reverse();

/** The id of the server, image or flavor that a request made. */
function createdBy({ method, path, response_headers: headers, response_body: body }: RecordedRequest) {
  if (method !== 'POST') return undefined;
  const location = headers.find(([name]) => name === 'Location')?.[1];
  return UUID.exec(location ?? (path === '/v2.1/flavors' ? body : ''))?.[0];
}

/** What else is equal is listed by ids: what is made meanwhile has one that begins like the recorded one. */
async function beginningLike<T>(id: string | undefined, work: () => Promise<T>): Promise<T> {
  if (id === undefined) return work();
  const { randomUUID } = crypto;
  crypto.randomUUID = (options) => `${id.slice(0, 8)}${randomUUID(options).slice(8)}` as ReturnType<typeof randomUUID>;
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    crypto.randomUUID = randomUUID;
    syncBuiltinESMExports();
  }
}
