// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, type GivenValues } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { FakeBroker, type Transport } from '@stackport/messaging';
import { HeaderMap, Request, type Response } from '@stackport/wsgi';
import { type NovaDatabases, openConfiguredDatabases } from '../open-configured-databases.js';
import { novaDefaultValues, standaloneValues } from '../options/index.js';
import type { ApiPorts } from '../ports.js';
import { createNovaApi, type NovaApi, novaApiOptionGroups } from '../service.js';

export interface TestNovaInit {
  readonly values?: GivenValues;
  readonly configFiles?: readonly string[];
  readonly ports?: Partial<ApiPorts>;
  /** A bus of the test's own. */
  readonly transport?: Transport;
}

export interface AskOptions {
  /** `user:project`; `admin` is an administrator. Null for no token. */
  readonly as?: string | null;
  /** `2.53`; none unless given. */
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

/** An answer of the API, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly text: string;
  /** The body as JSON; undefined where there is none. */
  readonly body: unknown;
}

/** The Compute API in this process over SQLite files of its own, without a Keystone unless `values` say otherwise. */
export interface TestNova extends NovaApi {
  readonly configuration: Configuration;
  readonly databases: NovaDatabases;
  /** What was logged, a line each. */
  readonly lines: string[];
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
}

export async function testNova(init: TestNovaInit = {}): Promise<TestNova> {
  const { values = {}, configFiles = [], ports, transport } = init;
  const folder = await mkdtemp(join(tmpdir(), 'nova-api-'));
  const own = standaloneValues(folder, 'http://127.0.0.1:5000');
  const given: GivenValues = { ...values, api: { auth_strategy: 'noauth2', ...values.api } };
  const groups = new Set([...Object.keys(own), ...Object.keys(given)]);
  const configuration = await Configuration.load({
    project: 'nova',
    program: 'nova-api',
    environment: {},
    configFiles,
    groups: [...novaApiOptionGroups, loggingOptions],
    defaults: novaDefaultValues(),
    overrides: Object.fromEntries([...groups].map((group) => [group, { ...own[group], ...given[group] }])),
  });
  const lines: string[] = [];
  const logging = setupLogging(configuration, 'nova-api', {
    write: (text) => void lines.push(...text.trimEnd().split('\n')),
  });
  const databases = await openConfiguredDatabases(configuration, logging.logger);
  const api = await createNovaApi({
    ...{ configuration, logging, databases },
    fakeBroker: new FakeBroker(),
    ...(ports === undefined ? {} : { ports }),
    ...(transport === undefined ? {} : { transport }),
  });
  const close = async (): Promise<void> => {
    await api.close();
    await databases.close();
    logging.close();
    await rm(folder, { recursive: true });
  };
  const ask: TestNova['ask'] = async (method, path, options = {}) => {
    const { as = 'admin:abc', version, headers = {}, json, body } = options;
    const text = json === undefined ? body : JSON.stringify(json);
    const response = await api.application(
      Request.blank(path, {
        method,
        host: 'host.example',
        headers: new HeaderMap({
          ...(as === null ? {} : { 'X-Auth-Token': as }),
          Accept: 'application/json',
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(version === undefined ? {} : { 'OpenStack-API-Version': `compute ${version}` }),
          ...headers,
        }),
        ...(text === undefined ? {} : { body: text }),
      }),
    );
    return read(response);
  };
  return { ...api, close, configuration, databases, lines, ask };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
  const { status, headers } = response;
  return { status, headers, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}
