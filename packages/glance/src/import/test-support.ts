// SPDX-License-Identifier: Apache-2.0
// A whole Image service behind a real socket, for the tests of what takes in data and of tasks.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Configuration, silentLogger } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import type { TokenValidator, ValidatedToken } from '@stackport/keystone';
import { Server } from '@stackport/wsgi';
import { openGlanceDatabase, type GlanceDatabase } from '../database.js';
import { glanceDefaultValues } from '../default-values.js';
import { createGlanceService, glanceApiOptionGroups } from '../service.js';

type OptionValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface LiveGlanceInit {
  /** Above the defaults of the tests: values by group and option. */
  readonly values?: OptionValues;
  /** Stores `fast`, `slow` and `web` in place of one of the old style. */
  readonly multiStore?: boolean;
  /** Of another instance, whose database and folders this one shares. */
  readonly folder?: string;
  readonly port?: number;
  /** Who knows tokens; those of `<project>:<role>` unless given. */
  readonly validator?: TokenValidator;
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Tokens are `<project>:<role>`. */
export const validator: TokenValidator = {
  validate: async (token) => {
    const [project = '', role = ''] = token.split(':');
    const domain = { id: 'default', name: 'Default' };
    return {
      methods: ['password'],
      user: { id: `user-${project}`, name: project, domain },
      project: { id: project, name: project, domain },
      roles: [{ id: role, name: role }],
      catalog: [],
      expires_at: '2999-01-01T00:00:00.000000Z',
      issued_at: '2020-01-01T00:00:00.000000Z',
      audit_ids: ['a'],
    } satisfies ValidatedToken;
  },
};

export const MEMBER = 'demo:member';
export const ADMIN = 'admin:admin';

/** What a test's service is configured with: everything below one folder. */
export function valuesFor(folder: string, { values = {}, multiStore = false }: LiveGlanceInit = {}): OptionValues {
  const stores: OptionValues = multiStore
    ? {
        DEFAULT: { enabled_backends: { fast: 'file', slow: 'file', web: 'http' } },
        glance_store: { default_backend: 'fast' },
        fast: { filesystem_store_datadir: join(folder, 'fast'), store_description: 'The fast one' },
        slow: { filesystem_store_datadir: join(folder, 'slow') },
        os_glance_staging_store: { filesystem_store_datadir: join(folder, 'staging') },
        os_glance_tasks_store: { filesystem_store_datadir: join(folder, 'tasks') },
      }
    : {
        DEFAULT: { node_staging_uri: `file://${folder}/staging/` },
        glance_store: { filesystem_store_datadir: join(folder, 'images') },
      };
  const own: OptionValues = {
    database: { connection: `sqlite:///${join(folder, 'glance.sqlite')}` },
    paste_deploy: { flavor: 'keystone' },
    import_filtering_opts: { allowed_hosts: ['127.0.0.1'], allowed_ports: [], disallowed_ports: ['22'] },
  };
  const merged: Record<string, Record<string, unknown>> = {};
  for (const layer of [own, stores, values])
    for (const [group, options] of Object.entries(layer)) merged[group] = { ...merged[group], ...options };
  return merged;
}

/** One Image service with a state of its own. */
export class LiveGlance {
  readonly folder: string;
  readonly log: string[];
  readonly database: GlanceDatabase;
  readonly #server: Server;

  private constructor(parts: { folder: string; log: string[]; database: GlanceDatabase; server: Server }) {
    this.folder = parts.folder;
    this.log = parts.log;
    this.database = parts.database;
    this.#server = parts.server;
  }

  static async start(init: LiveGlanceInit = {}): Promise<LiveGlance> {
    const folder = init.folder ?? (await mkdtemp(join(tmpdir(), 'stackport-glance-import-')));
    const log: string[] = [];
    const configuration = await Configuration.load({
      project: 'glance',
      program: 'glance-api',
      argv: [],
      environment: {},
      configFiles: [],
      groups: [...glanceApiOptionGroups, loggingOptions],
      overrides: valuesFor(folder, init),
      defaults: glanceDefaultValues(),
    });
    const logging = setupLogging(configuration, 'glance-api', { write: (text) => void log.push(text) });
    const server = new Server(
      { name: 'glance-api', bindHost: '127.0.0.1', bindPort: init.port ?? 0, workers: 0 },
      { embedded: true },
    );
    await server.start(
      () => createGlanceService({ configuration, logging, validator: init.validator ?? validator }),
      9292,
    );
    const database = await openGlanceDatabase(`sqlite:///${join(folder, 'glance.sqlite')}`, { logger: silentLogger });
    return new LiveGlance({ folder, log, database, server });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** Begins a request; the caller writes the body. */
  begin(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): { readonly request: http.ClientRequest; readonly reply: Promise<Reply> } {
    const request = http.request(`${this.url}${path}`, {
      method,
      agent: false,
      headers: { 'X-Auth-Token': MEMBER, Accept: 'application/json', ...headers },
    });
    const reply = new Promise<Reply>((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        buffer(response).then(
          (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: bytes.toString() }),
          reject,
        );
      });
    });
    reply.catch(() => undefined);
    return { request, reply };
  }

  ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
    const described: Record<string, string> =
      bytes === undefined ? {} : { 'Content-Type': type, 'Content-Length': String(bytes.length) };
    const { request, reply } = this.begin(method, path, { ...described, ...headers });
    request.end(bytes);
    return reply;
  }

  async json<T = Record<string, unknown>>(path: string, token = MEMBER): Promise<T> {
    const { text } = await this.ask('GET', path, undefined, { 'X-Auth-Token': token });
    return JSON.parse(text) as T;
  }

  /** A queued image; resolves to its id. */
  async create(
    values: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const body = { disk_format: 'raw', container_format: 'bare', ...values };
    const { text } = await this.ask('POST', '/v2/images', body, headers);
    return (JSON.parse(text) as { id: string }).id;
  }

  image(id: string): Promise<Record<string, unknown>> {
    return this.json(`/v2/images/${id}`, ADMIN);
  }

  /** Waits until the last task of an image is over; resolves to it. */
  async finished(imageId: string): Promise<Record<string, unknown>> {
    for (let attempt = 0; attempt < 400; attempt++) {
      const { tasks } = await this.json<{ tasks: Record<string, unknown>[] }>(`/v2/images/${imageId}/tasks`, ADMIN);
      const isOver = tasks.length > 0 && tasks.every(({ status }) => status === 'success' || status === 'failure');
      const { os_glance_import_task: lock } = await this.image(imageId);
      if (isOver && lock === undefined) return tasks.at(-1) as Record<string, unknown>;
      await sleep(20);
    }
    throw new Error(`The import of ${imageId} does not end:\n${this.log.join('')}`);
  }

  /** Names of the files in one of its folders. */
  async files(name: 'images' | 'staging' | 'fast' | 'slow' | 'tasks'): Promise<string[]> {
    const path = join(this.folder, name);
    return existsSync(path) ? readdir(path) : [];
  }

  /** Ends the service and leaves its state. */
  async stop(): Promise<void> {
    await this.#server.stop();
    await this.database.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
