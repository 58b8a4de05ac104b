// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { HeaderMap, Request, type Response } from '@stackport/wsgi';
import type { Bootstrap } from './bootstrap/bootstrap.js';
import { createIdentityService, type IdentityService } from './identity-service.js';
import { identityOptionGroups } from './options.js';

export const ADMIN_PASSWORD = 'admin-password';
export const DEMO_PASSWORD = 'demo-password';

export interface Answer {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly text: string;
  /** The body, where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

export interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly host?: string;
}

export interface CloudOptions {
  readonly url?: string;
  /** Values by group and option. */
  readonly values?: Record<string, Record<string, unknown>>;
  readonly bootstrap?: Bootstrap;
  readonly publicHost?: string;
}

/** An identity service over a database of its own, asked without a socket, with a clock that tests turn. */
export class TestCloud {
  readonly service: IdentityService;
  readonly #folder: string;
  readonly #clock: { ahead: number };

  private constructor(service: IdentityService, folder: string, clock: { ahead: number }) {
    this.service = service;
    this.#folder = folder;
    this.#clock = clock;
  }

  static async create({ url, values = {}, bootstrap = {}, publicHost }: CloudOptions = {}): Promise<TestCloud> {
    const folder = mkdtempSync(join(tmpdir(), 'stackport-identity-'));
    const clock = { ahead: 0 };
    // The least cost there is: what passwords are hashed for here is not worth much.
    const overrides = { ...values, identity: { password_hash_rounds: 4, ...values.identity } };
    const service = await createIdentityService({
      configuration: Configuration.of(identityOptionGroups, overrides),
      logger: silentLogger,
      databaseUrl: url ?? `sqlite:///${join(folder, 'keystone.sqlite')}`,
      publicHost,
      now: () => Date.now() + clock.ahead,
    });
    const users = [{ name: 'demo', password: DEMO_PASSWORD, project: 'demo' }];
    await service.bootstrap({ adminPassword: ADMIN_PASSWORD, users, ...bootstrap });
    return new TestCloud(service, folder, clock);
  }

  async close(): Promise<void> {
    await this.service.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Turns the service's clock on. */
  pass(milliseconds: number): void {
    this.#clock.ahead += milliseconds;
  }

  async call(
    method: string,
    path: string,
    { token, body, headers = {}, host = 'keystone.test:5000' }: CallOptions = {},
  ): Promise<Answer> {
    const all = new HeaderMap({ ...headers, host });
    if (token !== undefined) all.set('X-Auth-Token', token);
    if (body !== undefined) all.set('Content-Type', 'application/json');
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await this.service.application(
      Request.blank(path, { method, headers: all, ...(text === undefined ? {} : { body: text }) }),
    );
    const answered = await response.text();
    return { status: response.status, headers: response.headers, text: answered, body: parsed(answered) };
  }

  /** The answer to proofs of an identity, for a scope; unscoped where none is given, as it comes where it is null. */
  issue(identity: unknown, scope: unknown = 'unscoped', options: CallOptions = {}): Promise<Answer> {
    const auth = { identity, ...(scope === null ? {} : { scope }) };
    return this.call('POST', '/v3/auth/tokens', { ...options, body: { auth } });
  }

  /** The answer to a password. */
  authenticate(name: string, password: string, scope?: unknown): Promise<Answer> {
    return this.issue(
      { methods: ['password'], password: { user: { name, password, domain: { id: 'default' } } } },
      scope,
    );
  }

  /** A token; for the project of the user's own name, unless another scope is given. */
  async login(name: string, password: string, scope: unknown = onProject(name)): Promise<string> {
    const answer = await this.authenticate(name, password, scope);
    if (answer.status !== 201) throw new Error(`${name} cannot log in: ${answer.text}`);
    return answer.headers.get('X-Subject-Token') ?? '';
  }

  admin(): Promise<string> {
    return this.login('admin', ADMIN_PASSWORD);
  }

  demo(): Promise<string> {
    return this.login('demo', DEMO_PASSWORD);
  }

  /** Creates a resource as the administrator and answers it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as `Answer.body`
  async create(path: string, key: string, body: Record<string, unknown>): Promise<any> {
    const answer = await this.call('POST', `/v3/${path}`, { token: await this.admin(), body: { [key]: body } });
    if (answer.status !== 201) throw new Error(`${key} cannot be created: ${answer.text}`);
    // eslint-disable-next-line @typescript-eslint/no-unsafe-member-access -- as `Answer.body`
    return answer.body[key];
  }

  /** The id of a role, a project or the like by its name. */
  async idOf(collection: string, name: string): Promise<string> {
    const answer = await this.call('GET', `/v3/${collection}?name=${name}`, { token: await this.admin() });
    return (answer.body as Record<string, { id: string }[]>)[collection]?.[0]?.id ?? '';
  }

  /** Sends a request as the administrator and expects no content. */
  async done(method: string, path: string): Promise<void> {
    const { status, text } = await this.call(method, path, { token: await this.admin() });
    if (status !== 204) throw new Error(`${method} ${path}: ${status} ${text}`);
  }
}

export const onProject = (name: string) => ({ project: { name, domain: { id: 'default' } } });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
