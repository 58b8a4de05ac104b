// SPDX-License-Identifier: Apache-2.0
import { Configuration } from '@stackport/config';
import { type LoggingHandle, loggingOptions, setupLogging } from '@stackport/context';
import {
  configuredNeighbours,
  createNova,
  createNovaApi,
  type Neighbours,
  novaApiOptionGroups,
  type NovaDatabases,
  novaDefaultValues,
  openConfiguredDatabases,
  PlacementClient,
  PlacementSession,
  recognizedOptions,
  standaloneValues,
} from '@stackport/nova';
import type { Application } from '@stackport/wsgi';
import type { WsgiAdapter } from '@stackport/wsgi/nest';
import { type BootedPlacement, bootPlacement } from './boot-placement.js';
import { Client } from './client.js';
import { FakeTokenValidator } from './fake-token-validator.js';
import { RecordingTransport } from './recording-transport.js';
import { TemporaryFolder } from './temporary-folder.js';

export interface BootNovaInit {
  /** In place of the machine's; none unless given. */
  readonly configFiles?: readonly string[];
  /** Above the files: values by group and option. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /**
   * Names of compute hosts that run in this process with conductor and scheduler, over the bus of `transport_url`; else
   * what is sent is recorded.
   */
  readonly hosts?: readonly string[];
  /** Services beside it, closed by who opened them. Those that are not given are the ones that `values` name. */
  readonly neighbours?: Partial<Neighbours>;
  /** Who knows tokens, where services share them. */
  readonly validator?: FakeTokenValidator;
}

/** A Compute service in this process, with a state of its own. */
export interface BootedNova {
  readonly application: Application;
  /** Its routes. */
  readonly adapter: WsgiAdapter;
  /** Asks without a token; `client.as(validator.issue())` asks as somebody. */
  readonly client: Client;
  readonly validator: FakeTokenValidator;
  readonly configuration: Configuration;
  readonly databases: NovaDatabases;
  /** What was sent; empty where hosts run. */
  readonly bus: RecordingTransport;
  /** Where hosts claim their resources; undefined where `neighbours` have another one. */
  readonly placement: BootedPlacement | undefined;
  /** Holds `nova_api.sqlite` and `nova.sqlite`. */
  readonly folder: TemporaryFolder;
  /** What was logged so far, a line each. */
  readonly lines: readonly string[];
  /** Closes it, and removes the folder. */
  close(): Promise<void>;
}

/**
 * Starts the Compute service on SQLite, with Keystone's authentication unless `values` say otherwise. It has a
 * Placement service of its own in this process, unless it is given another.
 */
export async function bootNova(init: BootNovaInit = {}): Promise<BootedNova> {
  const folder = await TemporaryFolder.create('stackport-nova');
  const closing: (() => Promise<void> | void)[] = [() => folder.remove()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  const lines: string[] = [];
  try {
    const configuration = await load(folder, init);
    const logging = setupLogging(configuration, 'nova-api', {
      write: (text) => void lines.push(...text.trimEnd().split('\n')),
    });
    closing.push(() => logging.close());
    const databases = await openConfiguredDatabases(configuration, logging.logger.named('nova.db'));
    closing.push(() => databases.close());
    const validator = init.validator ?? new FakeTokenValidator();
    const placement = init.neighbours?.placement === undefined ? await bootPlacement() : undefined;
    if (placement !== undefined) closing.push(() => placement.close());
    const bus = new RecordingTransport({ exchange: 'nova', errorModule: 'nova.exception' });
    const given = {
      ...(placement === undefined ? {} : { placement: placementClient(placement, logging) }),
      ...init.neighbours,
    };
    const shared = { configuration, logging, databases, validator };
    let api;
    if (init.hosts !== undefined) api = await createNova({ ...shared, neighbours: given, hosts: init.hosts });
    else {
      const neighbours = configuredNeighbours(configuration, logging.logger, given);
      closing.push(() => neighbours.close());
      api = await createNovaApi({ ...shared, neighbours, transport: bus });
    }
    closing.push(() => api.close());
    const { application, adapter } = api;
    const client = Client.of(application);
    return { application, adapter, client, validator, configuration, databases, bus, placement, folder, lines, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Asks Placement as the service `nova`, without a socket. */
function placementClient({ client, validator }: BootedPlacement, { logger }: LoggingHandle): PlacementClient {
  const asNova = client.as(validator.issue({ project: 'service', user: 'nova', roles: ['admin', 'service'] }));
  const session = new PlacementSession({
    request: async ({ method = 'GET', path, headers = {}, json }) => {
      const answer = await asNova.send(method, path, { headers, ...(json === undefined ? {} : { json }) });
      return { status: answer.status, text: () => Promise.resolve(answer.text) };
    },
  });
  return new PlacementClient({ session, logger: logger.named('nova.scheduler.client.report') });
}

function load(folder: TemporaryFolder, { configFiles = [], values = {} }: BootNovaInit): Promise<Configuration> {
  const own: NonNullable<BootNovaInit['values']> = standaloneValues(folder.path, 'http://127.0.0.1:5000');
  const groups = new Set([...Object.keys(own), ...Object.keys(values)]);
  return Configuration.load({
    project: 'nova',
    program: 'nova-api',
    environment: {},
    configFiles,
    groups: [...novaApiOptionGroups, loggingOptions],
    overrides: Object.fromEntries([...groups].map((group) => [group, { ...own[group], ...values[group] }])),
    defaults: novaDefaultValues(),
    recognized: recognizedOptions,
  });
}
