// SPDX-License-Identifier: Apache-2.0
import { createHmac, randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { done, type IdentityObjects, passwordLogin } from './identity-objects.js';
import type { WalkPeople } from './walk-people.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

/** Users, and what they log in with: all of it the member's. */
export function credentialAsks(objects: IdentityObjects, people: WalkPeople): Asks {
  return {
    ...userAsks(objects, people),
    ...tokenAsks(objects, people),
    ...keptCredentialAsks(objects, people),
    ...ec2Asks(people),
    ...applicationCredentialAsks(objects, people),
  };
}

function userAsks(objects: IdentityObjects, { member }: WalkPeople): Asks {
  const own: MakeAsk = () => ({ path: [member], target: { user_id: member, 'target.user.id': member } });
  const other =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [(await objects.user()).id], ...(body === undefined ? {} : { body }) });
  return {
    'GET /v3/users': {},
    'POST /v3/users': () => ({ body: { user: { name: randomUUID(), password: randomUUID() } } }),
    'GET /v3/users/{}': own,
    'PATCH /v3/users/{}': other({ user: { description: 'new' } }),
    'DELETE /v3/users/{}': other(),
    'GET /v3/users/{}/groups': own,
    'GET /v3/users/{}/projects': own,
    // Whoever knows the password may change it.
    'POST /v3/users/{}/password': {
      access: 'public',
      ask: async () => {
        const { id, password } = await objects.user();
        return { path: [id], body: { user: { original_password: password, password: randomUUID() } } };
      },
    },
  };
}

function tokenAsks(objects: IdentityObjects, { project, member, memberPerson }: WalkPeople): Asks {
  /** A token of the member's, which is another than the one that the member asks with. */
  const about: MakeAsk = async () => ({
    headers: { 'X-Subject-Token': (await objects.login(memberPerson, project)).text },
    target: { 'target.token.user_id': member },
  });
  return {
    'POST /v3/auth/tokens': {
      access: 'public',
      ask: () => ({ body: passwordLogin(memberPerson, project) }),
    },
    'GET /v3/auth/tokens': about,
    'HEAD /v3/auth/tokens': about,
    'DELETE /v3/auth/tokens': about,
    // Kept to say that there is no such list (keystone/api/auth.py, AuthTokenOSPKIResource).
    'GET /v3/auth/tokens/OS-PKI/revoked': { access: 'public', success: [403] },
    'GET /v3/auth/catalog': {},
    'GET /v3/auth/system': {},
    'GET /v3/auth/domains': {},
    'GET /v3/auth/projects': {},
    'GET /v3/OS-REVOKE/events': {},
  };
}

function keptCredentialAsks(objects: IdentityObjects, { member }: WalkPeople): Asks {
  const values = (): Readonly<Record<string, unknown>> => ({ user_id: member, type: 'cert', blob: randomUUID() });
  const target = { 'target.credential.user_id': member };
  const about =
    (body?: unknown): MakeAsk =>
    async () => {
      const { id } = await objects.create('credentials', 'credential', values());
      return { path: [id], target, ...(body === undefined ? {} : { body }) };
    };
  return {
    // Without a filter, everybody asks for what is theirs.
    'GET /v3/credentials': ({ credentials }) => ({ target: { 'target.credential.user_id': credentials?.user_id } }),
    'POST /v3/credentials': () => ({ body: { credential: values() }, target }),
    'GET /v3/credentials/{}': about(),
    'PATCH /v3/credentials/{}': about({ credential: { blob: 'new' } }),
    'DELETE /v3/credentials/{}': about(),
  };
}

function ec2Asks({ member, project, memberSession }: WalkPeople): Asks {
  const path = `users/${member}/credentials/OS-EC2`;
  const create = async (): Promise<{ readonly access: string; readonly secret: string }> => {
    const answer = await done(memberSession.client.post(`/v3/${path}`, { tenant_id: project }));
    return (answer.json() as { credential: { access: string; secret: string } }).credential;
  };
  const target = { user_id: member, 'target.credential.user_id': member };
  const about: MakeAsk = async () => ({ path: [member, (await create()).access], target });
  const of = (method: string, rest = ''): string => `${method} /v3/users/{}/credentials/OS-EC2${rest}`;
  const hmac = (secret: string, digest: string, text: string): string =>
    createHmac(digest, secret).update(text).digest('base64');
  return {
    [of('GET')]: () => ({ path: [member], target }),
    [of('POST')]: () => ({ path: [member], target, body: { tenant_id: project } }),
    [of('GET', '/{}')]: about,
    [of('DELETE', '/{}')]: about,
    'POST /v3/ec2tokens': async () => {
      const { access, secret } = await create();
      const time = new Date().toISOString().replace(/\.\d+/, '');
      const params = { Action: 'Walk', SignatureMethod: 'HmacSHA256', SignatureVersion: '2', Timestamp: time };
      const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      const signature = hmac(secret, 'sha256', ['GET', 'ec2.test', '/', query.join('&')].join('\n'));
      return { body: { credentials: { access, signature, host: 'ec2.test', verb: 'GET', path: '/', params } } };
    },
    'POST /v3/s3tokens': async () => {
      const { access, secret } = await create();
      const text = 'GET\n\n\n\nx-amz-date:Sat, 01 Jan 2000\n/bucket';
      const token = Buffer.from(text).toString('base64url');
      return { body: { credentials: { access, token, signature: hmac(secret, 'sha1', text) } } };
    },
  };
}

function applicationCredentialAsks(objects: IdentityObjects, { member, memberSession }: WalkPeople): Asks {
  const collection = `users/${member}/application_credentials`;
  const target = { user_id: member, 'target.user.id': member };
  const create = (more: object = {}): Promise<Readonly<Record<string, unknown>> & { readonly id: string }> =>
    objects.create(collection, 'application_credential', { name: randomUUID(), ...more }, memberSession.client);
  const about: MakeAsk = async () => ({ path: [member, (await create()).id], target });
  const list: MakeAsk = () => ({ path: [member], target });
  const accessRule: MakeAsk = async () => {
    const rule = { path: `/v2/${randomUUID()}`, method: 'GET', service: 'image' };
    const { id, access_rules: rules } = await create({ access_rules: [rule] });
    // One that is in use cannot be deleted.
    await done(memberSession.client.delete(`/v3/${collection}/${id}`));
    return { path: [member, (rules as readonly { readonly id: string }[])[0]?.id ?? ''], target };
  };
  const of = (method: string, rest = ''): string => `${method} /v3/users/{}/${rest}`;
  return {
    [of('GET', 'application_credentials')]: list,
    [of('POST', 'application_credentials')]: () => ({
      path: [member],
      target,
      body: { application_credential: { name: randomUUID() } },
    }),
    [of('GET', 'application_credentials/{}')]: about,
    [of('DELETE', 'application_credentials/{}')]: about,
    [of('GET', 'access_rules')]: list,
    [of('GET', 'access_rules/{}')]: accessRule,
    [of('DELETE', 'access_rules/{}')]: accessRule,
  };
}
