// SPDX-License-Identifier: Apache-2.0
// A whole Image service with real files, for the tests of its cache.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Configuration } from '@stackport/config';
import { loggingOptions, setupLogging, type LoggingHandle } from '@stackport/context';
import type { TokenValidator, ValidatedToken } from '@stackport/keystone';
import { HeaderMap, Request, type Response } from '@stackport/wsgi';
import { createGlanceService, glanceApiOptionGroups, type GlanceService } from '../service.js';

export interface TestGlanceInit {
  /** `[paste_deploy] flavor`. */
  readonly flavor: string;
  /** False for a service without `image_cache_dir`. */
  readonly caching?: boolean;
  /** Lines of policy.yaml. */
  readonly policy?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  readonly token?: string;
}

/** Tokens are `<project>:<role>`. */
const validator: TokenValidator = {
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

/** A service in a folder of its own. */
export class TestGlance {
  readonly log: string[];
  readonly folder: string;
  readonly #service: GlanceService;
  readonly #logging: LoggingHandle;

  private constructor(parts: { log: string[]; folder: string; service: GlanceService; logging: LoggingHandle }) {
    this.log = parts.log;
    this.folder = parts.folder;
    this.#service = parts.service;
    this.#logging = parts.logging;
  }

  static async start({ flavor, caching = true, policy = [], options = {} }: TestGlanceInit): Promise<TestGlance> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-glance-cache-'));
    await mkdir(join(folder, 'images'));
    await writeFile(join(folder, 'policy.yaml'), policy.join('\n'));
    const configuration = await Configuration.load({
      project: 'glance',
      program: 'glance-api',
      argv: [],
      environment: {},
      configFiles: [],
      groups: [...glanceApiOptionGroups, loggingOptions],
      overrides: {
        DEFAULT: { debug: true, ...(caching ? { image_cache_dir: join(folder, 'cache') } : {}), ...options },
        database: { connection: `sqlite:///${join(folder, 'glance.sqlite')}` },
        glance_store: { filesystem_store_datadir: join(folder, 'images'), stores: ['file'] },
        paste_deploy: { flavor },
        oslo_policy: { policy_file: join(folder, 'policy.yaml') },
      },
    });
    const log: string[] = [];
    const logging = setupLogging(configuration, 'glance-api', { write: (text) => log.push(text) });
    const service = await createGlanceService({ configuration, logging, validator });
    return new TestGlance({ log, folder, service, logging });
  }

  ask(method: string, path: string, { headers = {}, body, token }: Asking = {}): Promise<Response> {
    const map = new HeaderMap(headers);
    if (token !== undefined) map.set('X-Auth-Token', token);
    return this.#service.application(
      Request.blank(path, { method, headers: map, ...(body === undefined ? {} : { body }) }),
    );
  }

  /** An active image with this data; its id. */
  async image(data: string | Buffer, fields: object = {}, token?: string): Promise<string> {
    const as = token === undefined ? {} : { token };
    const body = JSON.stringify({ name: 'x', disk_format: 'raw', container_format: 'bare', ...fields });
    const { id } = (await (await this.ask('POST', '/v2/images', { body, ...as })).json()) as { id: string };
    const headers = { 'Content-Type': 'application/octet-stream' };
    const uploaded = await this.ask('PUT', `/v2/images/${id}/file`, { body: data, headers, ...as });
    if (uploaded.status !== 204) throw new Error(`${uploaded.status} ${await uploaded.text()}`);
    return id;
  }

  download(imageId: string, asking: Asking = {}): Promise<Response> {
    return this.ask('GET', `/v2/images/${imageId}/file`, asking);
  }

  /** Names of what the cache's folder has in one of its places. */
  async cacheFiles(place: '' | 'incomplete' | 'invalid' | 'queue' = ''): Promise<string[]> {
    return (await readdir(join(this.folder, 'cache', place))).filter((name) => name.includes('-')).sort();
  }

  async stop(): Promise<void> {
    await this.#service.close();
    this.#logging.close();
    await rm(this.folder, { recursive: true });
  }
}
