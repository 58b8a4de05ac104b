// SPDX-License-Identifier: Apache-2.0
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ValidatedToken } from './validated-token.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A Keystone for this package's tests: issues and validates tokens over HTTP on a free port, and keeps what it saw. */
export class FakeKeystone {
  readonly seen: Seen[] = [];
  /** Subject tokens by their text. */
  readonly tokens = new Map<string, ValidatedToken>();
  /** Statuses for the next requests, in place of an answer. */
  readonly failures: number[] = [];
  password = 'secret';
  /** Seconds that an issued token lives. */
  life = 3600;
  /** Service tokens that are still accepted. */
  readonly issued = new Set<string>();
  /** Answers 401 to every question, whoever asks. */
  refusesServices = false;
  /** Milliseconds before each answer. */
  delay = 0;
  catalog: ValidatedToken['catalog'] = [];
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  #count = 0;

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** How often tokens were issued (POST) or validated (GET). */
  count(method: 'POST' | 'GET'): number {
    return this.seen.filter((one) => one.method === method).length;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    this.seen.push({ method, url, headers, body });
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
    const failure = this.failures.shift();
    if (failure !== undefined) {
      send(response, failure, { error: { code: failure } });
      return;
    }
    if (!url.startsWith('/v3/auth/tokens')) {
      send(response, 404, { error: { code: 404 } });
      return;
    }
    if (method === 'POST') this.#issue(body, response);
    else this.#validate(url, headers, response);
  }

  #issue(body: string, response: ServerResponse): void {
    const { auth } = JSON.parse(body) as { auth: { identity: { password?: { user: { password: string } } } } };
    if (auth.identity.password?.user.password !== this.password) {
      send(response, 401, { error: { code: 401 } });
      return;
    }
    this.#count += 1;
    const text = `service-${this.#count}`;
    this.issued.add(text);
    const expires = new Date(Date.now() + this.life * 1000).toISOString();
    send(
      response,
      201,
      { token: sampleToken({ expires_at: expires, catalog: this.catalog }) },
      { 'X-Subject-Token': text },
    );
  }

  #validate(url: string, headers: IncomingMessage['headers'], response: ServerResponse): void {
    if (this.refusesServices || !this.issued.has(String(headers['x-auth-token']))) {
      send(response, 401, { error: { code: 401 } });
      return;
    }
    const token = this.tokens.get(String(headers['x-subject-token']));
    const allowed = url.includes('allow_expired=1');
    if (token === undefined || (!allowed && Date.parse(token.expires_at) < Date.now())) {
      send(response, 404, { error: { code: 404, message: 'Could not recognize Fernet token' } });
      return;
    }
    send(response, 200, { token });
  }
}

/** A token of user `alice` in project `wonderland`, an hour to live, unless told otherwise. */
export function sampleToken(differences: Partial<ValidatedToken> | Record<string, unknown> = {}): ValidatedToken {
  const domain = { id: 'default', name: 'Default' };
  return {
    methods: ['password'],
    user: { id: 'u1', name: 'alice', domain },
    project: { id: 'p1', name: 'wonderland', domain },
    roles: [{ id: 'r1', name: 'member' }],
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    issued_at: new Date().toISOString(),
    audit_ids: ['a1'],
    ...differences,
  };
}

function send(response: ServerResponse, status: number, document: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(document));
}
