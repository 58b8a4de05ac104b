// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest';
import { type Answer, Client } from '../client.js';

const domain = { id: 'default' };

/** Who logs in, and for what. */
export interface Login {
  readonly name: string;
  readonly password: string;
  /** In place of the user's default project: a project's name, a whole scope, or `unscoped`. */
  readonly scope?: string | object;
}

/** Asks an identity service, Python's or ours; what it asks must be answered as it says. */
export class IdentityClient {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static to(url: string): IdentityClient {
    return new IdentityClient(Client.to(url));
  }

  /** The same with a token. */
  as(token: string): IdentityClient {
    return new IdentityClient(this.#client.as(token));
  }

  /** Resolves to a token. */
  async login({ name, password, scope }: Login): Promise<string> {
    const identity = { methods: ['password'], password: { user: { name, domain, password } } };
    const where = typeof scope === 'string' && scope !== 'unscoped' ? { project: { name: scope, domain } } : scope;
    return this.token(identity, where);
  }

  /** Resolves to a token for the proof of an identity. */
  async token(identity: object, scope?: unknown): Promise<string> {
    const auth = { identity, ...(scope === undefined ? {} : { scope }) };
    const answer = await this.ask('POST', '/auth/tokens', { auth }, 201);
    return answer.headers.get('X-Subject-Token') ?? '';
  }

  /** Makes a thing, and resolves to its id. @param path - of the list */
  async create(path: string, kind: string, thing: object): Promise<string> {
    const answer = await this.ask('POST', path, { [kind]: thing }, 201);
    return (answer.json() as Record<string, { id: string }>)[kind]?.id ?? '';
  }

  /** The id of the one that has a name. */
  async find(list: string, name: string): Promise<string> {
    const answer = await this.ask('GET', `/${list}?name=${name}`, undefined, 200);
    return (answer.json() as Record<string, readonly { id: string }[]>)[list]?.[0]?.id ?? '';
  }

  /** Ends a token. */
  async revoke(token: string): Promise<void> {
    const answer = await this.#client.delete('/v3/auth/tokens', { headers: { 'X-Subject-Token': token } });
    expect(answer.status, answer.text).toBe(204);
  }

  /** @param path - below /v3 */
  async ask(method: string, path: string, json: unknown, status: number): Promise<Answer> {
    const answer = await this.#client.send(method, `/v3${path}`, json === undefined ? {} : { json });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
    return answer;
  }
}
