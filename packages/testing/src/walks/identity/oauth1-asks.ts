// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import type { Answer, Client } from '../../client.js';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { done, type IdentityObjects } from './identity-objects.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

interface Secret {
  readonly id: string;
  readonly secret: string;
}

const REQUEST = '/v3/OS-OAUTH1/request_token';
const ACCESS = '/v3/OS-OAUTH1/access_token';

/**
 * OAuth 1.0: consumers, and what users let them do.
 * @param admin - the administrator who gives access, to a project where it has roles itself
 * @param url - of the service, as requests to it are signed
 */
export function oauth1Asks(
  objects: IdentityObjects,
  client: Client,
  {
    admin,
    adminId,
    project,
    url,
  }: { readonly admin: Client; readonly adminId: string; readonly project: string; readonly url: string },
): Asks {
  const consumer = async (): Promise<Secret> => {
    const { id, secret } = await objects.consumer();
    return { id, secret: String(secret) };
  };
  const consumerId = async (): Promise<string> => (await consumer()).id;
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await consumerId()], ...(body === undefined ? {} : { body }) });
  const requestHeaders = (one: Secret): Readonly<Record<string, string>> => ({
    Authorization: authorization(url + REQUEST, one),
    'Requested-Project-Id': project,
  });
  const requestToken = async (one: Secret): Promise<Secret> =>
    secretIn(await done(client.send('POST', REQUEST, { headers: requestHeaders(one) })));
  const roles = { roles: [{ name: 'member' }] };
  const accessHeaders = async (): Promise<Readonly<Record<string, string>>> => {
    const one = await consumer();
    const request = await requestToken(one);
    const call = { json: roles };
    const answer = await done(admin.send('PUT', `/v3/OS-OAUTH1/authorize/${request.id}`, call));
    const { token } = answer.json() as { token: { oauth_verifier: string } };
    return { Authorization: authorization(url + ACCESS, one, request, { oauth_verifier: token.oauth_verifier }) };
  };
  const accessToken = async (): Promise<string> =>
    secretIn(await done(client.send('POST', ACCESS, { headers: await accessHeaders() }))).id;
  const tokens = '/v3/users/{}/OS-OAUTH1/access_tokens';
  const ofToken: MakeAsk = async () => ({ path: [adminId, await accessToken()] });
  return {
    'GET /v3/OS-OAUTH1/consumers': {},
    'POST /v3/OS-OAUTH1/consumers': () => ({ body: { consumer: {} } }),
    'GET /v3/OS-OAUTH1/consumers/{}': about(),
    'PATCH /v3/OS-OAUTH1/consumers/{}': about({ consumer: { description: 'new' } }),
    'DELETE /v3/OS-OAUTH1/consumers/{}': about(),
    // The signature is what lets a consumer in.
    [`POST ${REQUEST}`]: { access: 'public', ask: async () => ({ headers: requestHeaders(await consumer()) }) },
    [`POST ${ACCESS}`]: { access: 'public', ask: async () => ({ headers: await accessHeaders() }) },
    'PUT /v3/OS-OAUTH1/authorize/{}': async () => ({ path: [(await requestToken(await consumer())).id], body: roles }),
    [`GET ${tokens}`]: () => ({ path: [adminId] }),
    [`GET ${tokens}/{}`]: ofToken,
    [`DELETE ${tokens}/{}`]: ofToken,
    [`GET ${tokens}/{}/roles`]: ofToken,
    [`GET ${tokens}/{}/roles/{}`]: async () => ({
      path: [adminId, await accessToken(), await objects.roleNamed('member')],
    }),
  };
}

/** An Authorization header of a consumer's, for a POST (OAuth Core 1.0, section 9). */
function authorization(
  url: string,
  consumer: Secret,
  token?: Secret,
  more: Readonly<Record<string, string>> = {},
): string {
  const parameters: Readonly<Record<string, string>> = {
    oauth_consumer_key: consumer.id,
    oauth_nonce: 'nonce',
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_version: '1.0',
    ...(token === undefined ? {} : { oauth_token: token.id }),
    ...more,
  };
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const text = ['POST', encodeURIComponent(url), encodeURIComponent(pairs.sort().join('&'))].join('&');
  const key = `${consumer.secret}&${token?.secret ?? ''}`;
  const signature = createHmac('sha1', key).update(text).digest('base64');
  const all = Object.entries({ ...parameters, oauth_signature: signature });
  return `OAuth ${all.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(', ')}`;
}

function secretIn({ text }: Answer): Secret {
  const form = new URLSearchParams(text);
  return { id: form.get('oauth_token') ?? '', secret: form.get('oauth_token_secret') ?? '' };
}
