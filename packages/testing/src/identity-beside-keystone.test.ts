// SPDX-License-Identifier: Apache-2.0
// The Identity service and Debian's keystone, asked the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedIdentity, bootIdentity } from './boot-identity.js';
import { type Answer, Client } from './client.js';
import { DebianKeystone } from './debian-keystone/debian-keystone.js';
import { compare } from './identity-beside-keystone/comparison.js';
import { requests } from './identity-beside-keystone/requests.js';

const SCOPES = {
  project: { project: { name: 'admin', domain: { id: 'default' } } },
  system: { system: { all: true } },
  unscoped: 'unscoped',
} as const;
/** What stands in requests for ids: the list, and the name in it. */
const NAMED = {
  user: ['users', 'admin'],
  project: ['projects', 'admin'],
  admin: ['roles', 'admin'],
  member: ['roles', 'member'],
  service: ['services', 'keystone'],
} as const;

/** An identity service with the tokens of its administrator. */
class Asked {
  readonly #client: Client;
  readonly #tokens = new Map<string, string>();
  /** What stands in requests, and what is meant. */
  readonly #meant = new Map<string, string>();

  private constructor(client: Client) {
    this.#client = client;
  }

  static async with(client: Client, password: string): Promise<Asked> {
    const asked = new Asked(client);
    const user = { name: 'admin', domain: { id: 'default' }, password };
    for (const [name, scope] of Object.entries(SCOPES)) {
      const auth = { identity: { methods: ['password'], password: { user } }, scope };
      const token = (await client.post('/v3/auth/tokens', { auth })).headers.get('X-Subject-Token') ?? '';
      asked.#tokens.set(name, token).set('nobody', '');
      asked.#meant.set(`<_${name}>`, token);
    }
    const admin = client.as(asked.#tokens.get('project') ?? '');
    for (const [name, [list, wanted]] of Object.entries(NAMED)) {
      const rows = (await admin.get(`/v3/${list}`)).json() as Record<string, readonly { id: string; name: string }[]>;
      asked.#meant.set(`<${name}>`, rows[list]?.find((row) => row.name === wanted)?.id ?? '');
    }
    return asked;
  }

  async ask(request: string): Promise<Answer> {
    const [asking = '', made] = request.split(' => ');
    const [who = '', method = '', where = '', ...rest] = asking
      .replaceAll(/<\w+>/g, (what) => this.#meant.get(what) ?? what)
      .split(' ');
    const [path = '', subject] = where.split('|');
    const token = this.#tokens.get(who) ?? '';
    const answer = await (token === '' ? this.#client : this.#client.as(token)).send(method, path, {
      headers: subject === undefined ? {} : { 'X-Subject-Token': subject },
      ...(rest.length === 0 ? {} : { json: JSON.parse(rest.join(' ')) }),
    });
    if (made !== undefined) this.#meant.set(`<${made}>`, idOf(answer));
    return answer;
  }
}

/** Of the one thing in an answer. */
function idOf(answer: Answer): string {
  expect(answer.status, answer.text).toBe(201);
  const [thing] = Object.values(answer.json() as Record<string, { id?: string }>);
  return thing?.id ?? '';
}

describe('the Identity service beside Debian’s keystone', () => {
  let keystone: DebianKeystone;
  let identity: BootedIdentity;
  let theirs: Asked;
  let ours: Asked;
  beforeAll(async () => {
    keystone = await DebianKeystone.create('http://127.0.0.1:5000');
    identity = await bootIdentity({
      services: [{ type: 'identity', name: 'keystone', url: 'http://127.0.0.1:5000/v3' }],
    });
    const { url } = await keystone.serve();
    theirs = await Asked.with(Client.to(url), DebianKeystone.PASSWORD);
    ours = await Asked.with(identity.client, identity.adminPassword);
  }, 120_000);
  afterAll(async () => {
    await identity.close();
    await keystone.remove();
  });

  it('answers with the same status, headers, form and words', async () => {
    const found: string[] = [];
    for (const request of requests) {
      const lines = compare(request, await theirs.ask(request), await ours.ask(request));
      if (lines.length > 0) found.push(request, ...lines.map((line) => `  ${line}`));
    }
    console.log(`${requests.length} requests were asked of both`);
    expect(found.join('\n')).toBe('');
  }, 120_000);
});
