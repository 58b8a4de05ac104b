// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../../client.js';

type Values = Readonly<Record<string, unknown>>;

export interface Person {
  readonly id: string;
  readonly password: string;
}

/** Somebody who is logged in: the token's answer is what upstream's rules see of it. */
export interface Session {
  readonly client: Client;
  readonly token: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What an identity service holds, made through its API as its administrator; each method makes one, and returns its id. */
export class IdentityObjects {
  readonly admin: Client;
  readonly #anonymous: Client;

  constructor(anonymous: Client, adminToken: string) {
    this.#anonymous = anonymous;
    this.admin = anonymous.as(adminToken);
  }

  /** Posts a resource to its collection. @param path - below `/v3` */
  async create(path: string, name: string, values: Values = {}, client = this.admin): Promise<Values & { id: string }> {
    const answer = await done(client.post(`/v3/${path}`, { [name]: values }));
    return (answer.json() as Readonly<Record<string, Values & { id: string }>>)[name] ?? { id: '' };
  }

  /** As the administrator. @param path - below `/v3` */
  async put(path: string, json?: unknown): Promise<void> {
    await done(this.admin.send('PUT', `/v3/${path}`, json === undefined ? {} : { json }));
  }

  async named(collection: string, name: string, values: Values = {}): Promise<string> {
    return (await this.create(collection, name, { name: randomUUID(), ...values })).id;
  }

  domain = (values: Values = {}): Promise<string> => this.named('domains', 'domain', values);
  project = (values: Values = {}): Promise<string> => this.named('projects', 'project', values);
  group = (): Promise<string> => this.named('groups', 'group');
  role = (): Promise<string> => this.named('roles', 'role');
  service = (): Promise<string> => this.named('services', 'service', { type: 'walk' });
  region = async (): Promise<string> => (await this.create('regions', 'region', { id: randomUUID() })).id;
  policy = async (): Promise<string> =>
    (await this.create('policies', 'policy', { type: 'application/json', blob: '{}' })).id;
  consumer = async (): Promise<Values & { id: string }> => this.create('OS-OAUTH1/consumers', 'consumer');

  async user(): Promise<Person> {
    const password = randomUUID();
    return { id: await this.named('users', 'user', { password }), password };
  }

  async endpoint(): Promise<string> {
    const values = { service_id: await this.service(), interface: 'public', url: 'http://walk.test' };
    return (await this.create('endpoints', 'endpoint', values)).id;
  }

  endpointGroup = (): Promise<string> =>
    this.named('OS-EP-FILTER/endpoint_groups', 'endpoint_group', { filters: { interface: 'public' } });

  /** Somebody who has these roles on a project. */
  async personWith(projectId: string, roles: readonly string[]): Promise<Person> {
    const person = await this.user();
    for (const name of roles)
      await this.put(`projects/${projectId}/users/${person.id}/roles/${await this.roleNamed(name)}`);
    return person;
  }

  async roleNamed(name: string): Promise<string> {
    const { roles } = (await done(this.admin.get(`/v3/roles?name=${name}`))).json() as { roles: { id: string }[] };
    return roles[0]?.id ?? '';
  }

  async login({ id, password }: Person, projectId: string): Promise<Session> {
    const answer = await done(this.#anonymous.post('/v3/auth/tokens', passwordLogin({ id, password }, projectId)));
    const text = answer.headers.get('X-Subject-Token') ?? '';
    const { token } = answer.json() as { token: Values };
    return { client: this.#anonymous.as(text), token, text };
  }
}

/** The body of a request for a token. */
export function passwordLogin({ id, password }: Person, projectId: string): Values {
  const identity = { methods: ['password'], password: { user: { id, password } } };
  return { auth: { identity, scope: { project: { id: projectId } } } };
}

/** The answer, which must be a success. Rejects with `Error` for any other. */
export async function done(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
