// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BootedIdentity } from './boot-identity.js';
import type { Answer, Client } from './client.js';
import { agreement, idleReasons, unexplained } from './golden-report.js';
import { compare } from './identity-golden/comparison.js';
import { knownDifferences } from './identity-golden/known-differences.js';
import { withIds } from './identity-golden/made-ids.js';
import { bootRecordedIdentity, PASSWORD } from './identity-golden/recorded-cloud.js';
import { recordedIdentityRequests, type RecordedRequest } from './recorded-requests.js';

const recorded = recordedIdentityRequests();
const TOKEN = /gAAAAA[A-Za-z0-9_=-]+/g;
const PEOPLE = ['admin', 'demo'] as const;
/** The token that is revoked was issued before this request, and the grant that is gone taken away before that one. */
const REVOCATION = 76;
const GRANT_IS_GONE = 59;

describe('what Python’s keystone was recorded to answer', () => {
  let identity: BootedIdentity;
  let client: Client;
  /** Ours by recorded ones. */
  const tokens = new Map<string, string>();
  /** What differs, by the number of the request. */
  const found = new Map<number, readonly string[]>();
  beforeAll(async () => {
    identity = await bootRecordedIdentity(recorded);
    client = identity.client.with({ Host: '127.0.0.1:5000' });
    for (const name of PEOPLE)
      tokens.set(recorded.find(({ as }) => as === name)?.request_headers['X-Auth-Token'] ?? '', await issue(name));
    for (const request of recorded) found.set(request.seq, await replay(request));
  });
  afterAll(() => identity.close());

  async function issue(name: string): Promise<string> {
    const domain = { id: 'default' };
    const answer = await client.post('/v3/auth/tokens', {
      auth: {
        identity: { methods: ['password'], password: { user: { name, domain, password: PASSWORD } } },
        scope: { project: { name, domain } },
      },
    });
    expect(answer.status, answer.text).toBe(201);
    return answer.headers.get('X-Subject-Token') ?? '';
  }

  async function replay(request: RecordedRequest): Promise<readonly string[]> {
    if (request.seq === REVOCATION) tokens.set(request.request_headers['X-Subject-Token'] ?? '', await issue('demo'));
    if (request.seq === GRANT_IS_GONE) expect((await ask(request)).status).toBe(204);
    return compare(request, await withIds(made(request), () => ask(request)));
  }

  function ask({ method, path, request_headers: given, request_body: body }: RecordedRequest): Promise<Answer> {
    const translate = (text: string): string => text.replace(TOKEN, (token) => tokens.get(token) ?? token);
    const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, translate(value)]));
    return client.send(method, path, { headers, ...(body === null ? {} : { body: translate(body) }) });
  }

  it('is what we answer; what is not has a reason', () => {
    const { share, words } = agreement(found);
    console.log(words);
    expect(unexplained(found, knownDifferences, recorded)).toBe('');
    expect(share).toBeGreaterThanOrEqual(97);
  });

  it('has no difference in its list that is none any more', () => {
    expect(idleReasons(found, knownDifferences)).toEqual([]);
  });
});

/** The ids that an answer made up: of the request and of what it made, or would have made. */
function made({ method, path, response_headers: headers, response_body: body }: RecordedRequest): readonly string[] {
  if (method !== 'POST' || path.includes('/auth/')) return [];
  const request = headers.find(([name]) => name === 'x-openstack-request-id')?.[1] ?? '';
  const [, id] = /(?:"id": "|project id )([0-9a-f]{32})/.exec(body) ?? [];
  return id === undefined ? [] : [request.replace('req-', '').replaceAll('-', ''), id];
}
