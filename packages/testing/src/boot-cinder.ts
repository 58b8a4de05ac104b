// SPDX-License-Identifier: Apache-2.0
import {
  cinderApiOptionGroups,
  cinderDefaultValues,
  type CinderDatabase,
  createCinder,
  createCinderApi,
  openCinderDatabase,
  recognizedOptions,
  standaloneValues,
} from '@stackport/cinder';
import { Configuration } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import type { Application } from '@stackport/wsgi';
import type { WsgiAdapter } from '@stackport/wsgi/nest';
import { Client } from './client.js';
import { FakeTokenValidator } from './fake-token-validator.js';
import { RecordingTransport } from './recording-transport.js';
import { TemporaryFolder } from './temporary-folder.js';

export interface BootCinderInit {
  /** In place of the machine's; none unless given. */
  readonly configFiles?: readonly string[];
  /** Above the files: values by group and option. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Whether scheduler, volume and backup run too, over one bus in this process; else what is sent is recorded. */
  readonly workers?: boolean;
  /** Where other services take the same tokens. */
  readonly validator?: FakeTokenValidator;
}

/** A Block Storage service in this process, with a state of its own. */
export interface BootedCinder {
  readonly application: Application;
  /** Its routes. */
  readonly adapter: WsgiAdapter;
  /** Asks without a token; `client.as(validator.issue())` asks as somebody. */
  readonly client: Client;
  readonly validator: FakeTokenValidator;
  readonly configuration: Configuration;
  readonly database: CinderDatabase;
  /** What was sent; empty where the workers run. */
  readonly bus: RecordingTransport;
  /** Holds `cinder.sqlite`, `volumes/` and `backups/`. */
  readonly folder: TemporaryFolder;
  /** What was logged so far, a line each. */
  readonly lines: readonly string[];
  /** Closes it, and removes the folder. */
  close(): Promise<void>;
}

/** Starts the Block Storage service on SQLite and a file back end, with the `keystone` pipeline unless `values` say otherwise. */
export async function bootCinder({
  configFiles = [],
  values = {},
  workers = false,
  validator = new FakeTokenValidator(),
}: BootCinderInit = {}): Promise<BootedCinder> {
  const folder = await TemporaryFolder.create('stackport-cinder');
  const closing: (() => Promise<void> | void)[] = [() => folder.remove()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  const lines: string[] = [];
  try {
    const configuration = await load(folder, configFiles, values);
    const logging = setupLogging(configuration, 'cinder-api', {
      write: (text) => void lines.push(...text.trimEnd().split('\n')),
    });
    closing.push(() => logging.close());
    const { connection } = configuration.get(databaseOptions);
    const database = await openCinderDatabase(connection ?? '', { logger: logging.logger.named('cinder.db') });
    closing.push(() => database.close());
    const bus = new RecordingTransport();
    const shared = { configuration, logging, database, validator };
    const api = workers ? await createCinder(shared) : await createCinderApi({ ...shared, transport: bus });
    closing.push(() => api.close());
    const { application, adapter } = api;
    const client = Client.of(application);
    return { application, adapter, client, validator, configuration, database, bus, folder, lines, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function load(
  folder: TemporaryFolder,
  configFiles: readonly string[],
  values: NonNullable<BootCinderInit['values']>,
): Promise<Configuration> {
  const own: NonNullable<BootCinderInit['values']> = standaloneValues(folder.path, 'http://127.0.0.1:5000');
  const groups = new Set([...Object.keys(own), ...Object.keys(values)]);
  const overrides = Object.fromEntries([...groups].map((group) => [group, { ...own[group], ...values[group] }]));
  return Configuration.load({
    project: 'cinder',
    program: 'cinder-api',
    environment: {},
    configFiles,
    groups: [...cinderApiOptionGroups, loggingOptions],
    overrides,
    defaults: cinderDefaultValues(),
    recognized: recognizedOptions,
  });
}
