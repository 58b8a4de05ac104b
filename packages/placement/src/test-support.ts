// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, type GivenValues } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { HeaderMap, Request } from '@stackport/wsgi';
import { createConnection } from 'mariadb';
import { createPlacement, type Placement } from './create-placement.js';
import { openPlacementDatabase, type PlacementDatabase } from './database.js';
import { placementOptionGroups } from './options/index.js';

export interface AskOptions {
  /** The newest by default. */
  readonly version?: string;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly text: string;
  /** The body as the test knows it to be. */
  json(): unknown;
}

/** A service in this process over a database of its own, asked as an administrator without Keystone. */
export interface TestPlacement extends Placement {
  readonly database: PlacementDatabase;
  /** What was logged, a line each. */
  readonly lines: readonly string[];
  readonly ask: (method: string, path: string, options?: AskOptions) => Promise<Answered>;
}

/** @param url - of the database; a SQLite file that goes with the service by default. */
export async function testPlacement({
  url,
  values = {},
}: { readonly url?: string; readonly values?: GivenValues } = {}): Promise<TestPlacement> {
  const folder = await mkdtemp(join(tmpdir(), 'stackport-placement-'));
  const lines: string[] = [];
  const configuration = Configuration.of([...placementOptionGroups, loggingOptions], {
    ...values,
    api: { auth_strategy: 'noauth2', ...values.api },
  });
  const logging = setupLogging(configuration, 'placement-api', {
    write: (text) => void lines.push(...text.trimEnd().split('\n')),
  });
  const database = await openPlacementDatabase(url ?? `sqlite:///${join(folder, 'placement.sqlite')}`, {
    logger: logging.logger,
  });
  const placement = await createPlacement({ configuration, logging, database });
  const ask: TestPlacement['ask'] = async (method, path, { version = '1.39', json, body, headers = {} } = {}) => {
    const text = json === undefined ? body : JSON.stringify(json);
    const type: Record<string, string> = json === undefined ? {} : { 'Content-Type': 'application/json' };
    const request = Request.blank(path, {
      method,
      host: 'placement.test',
      headers: new HeaderMap({
        'X-Auth-Token': 'admin',
        'OpenStack-API-Version': `placement ${version}`,
        ...type,
        ...headers,
      }),
      ...(text === undefined ? {} : { body: text }),
    });
    const response = await placement.application(request);
    const answered = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answered,
      json: () => JSON.parse(answered) as unknown,
    };
  };
  return {
    ...placement,
    database,
    lines,
    ask,
    close: async () => {
      await placement.close();
      await database.close();
      logging.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface ProviderWish {
  readonly name: string;
  readonly parent?: string;
  readonly inventories?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly traits?: readonly string[];
  readonly aggregates?: readonly string[];
}

/** Makes a provider with all that it has. @returns its uuid. */
export async function makeProvider(placement: TestPlacement, wish: ProviderWish): Promise<string> {
  const { ask } = placement;
  const { name, parent, inventories = {}, traits = [], aggregates = [] } = wish;
  const made = await ask('POST', '/resource_providers', {
    json: { name, ...(parent === undefined ? {} : { parent_provider_uuid: parent }) },
  });
  const { uuid } = made.json() as { uuid: string };
  const change = async (part: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
    const { generation } = (await ask('GET', `/resource_providers/${uuid}`)).json() as {
      generation: number;
    };
    const json = { ...body, resource_provider_generation: generation };
    const answer = await ask('PUT', `/resource_providers/${uuid}/${part}`, { json });
    if (answer.status !== 200) throw new Error(`${part} of ${name}: ${answer.text}`);
  };
  if (Object.keys(inventories).length > 0) await change('inventories', { inventories });
  for (const trait of traits.filter((one) => one.startsWith('CUSTOM_'))) await ask('PUT', `/traits/${trait}`);
  if (traits.length > 0) await change('traits', { traits });
  if (aggregates.length > 0) await change('aggregates', { aggregates });
  return uuid;
}

type Claims = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a consumer asks for, as the newest microversion has it. */
export function claimBody(allocations: Claims, generation: number | null = null): Record<string, unknown> {
  return { ...plainClaimBody(allocations), consumer_generation: generation, consumer_type: 'INSTANCE' };
}

/** As 1.12 to 1.27 have it. */
export function plainClaimBody(allocations: Claims): Record<string, unknown> {
  return {
    allocations: Object.fromEntries(Object.entries(allocations).map(([uuid, resources]) => [uuid, { resources }])),
    project_id: 'demo',
    user_id: 'demo',
  };
}

/** An empty database on the MariaDB at its default address, for as long as the action takes. */
export async function withMariadb(action: (url: string) => Promise<void>): Promise<void> {
  const name = `stackport_placement_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const connection = await createConnection({ host: '127.0.0.1', port: 3306, user: 'root' });
  try {
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb3`);
    await action(`mysql+pymysql://root@127.0.0.1:3306/${name}?charset=utf8`);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.end();
  }
}
