// SPDX-License-Identifier: Apache-2.0
import { Configuration } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { createGlanceService, glanceApiOptionGroups, glanceDefaultValues, recognizedOptions } from '@stackport/glance';
import type { Application } from '@stackport/wsgi';
import type { WsgiAdapter } from '@stackport/wsgi/nest';
import { Client } from './client.js';
import { FakeTokenValidator } from './fake-token-validator.js';
import { TemporaryFolder } from './temporary-folder.js';

export interface BootGlanceInit {
  /** In place of the machine's; none unless given. */
  readonly configFiles?: readonly string[];
  /** Above the files: values by group and option. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where other services take the same tokens. */
  readonly validator?: FakeTokenValidator;
}

/** An Image service in this process, with a state of its own. */
export interface BootedGlance {
  readonly application: Application;
  /** Its routes. */
  readonly adapter: WsgiAdapter;
  /** Asks without a token; `client.as(validator.issue())` asks as somebody. */
  readonly client: Client;
  readonly validator: FakeTokenValidator;
  readonly configuration: Configuration;
  /** Holds `glance.sqlite` and `images/`. */
  readonly folder: TemporaryFolder;
  /** What was logged so far, a line each. */
  readonly lines: readonly string[];
  /** Closes it, and removes the folder. */
  close(): Promise<void>;
}

/** Starts the Image service on SQLite and a file store, with the `keystone` pipeline unless `values` say otherwise. */
export async function bootGlance({
  configFiles = [],
  values = {},
  validator = new FakeTokenValidator(),
}: BootGlanceInit = {}): Promise<BootedGlance> {
  const folder = await TemporaryFolder.create('stackport-glance');
  const own = {
    DEFAULT: { node_staging_uri: `file://${folder.file('staging')}/` },
    database: { connection: `sqlite:///${folder.file('glance.sqlite')}` },
    glance_store: { filesystem_store_datadir: folder.file('images') },
    task: { work_dir: folder.file('work') },
    paste_deploy: { flavor: 'keystone' },
  };
  const groups = new Set([...Object.keys(own), ...Object.keys(values)]);
  const overrides = Object.fromEntries(
    [...groups].map((group) => [group, { ...(own as typeof values)[group], ...values[group] }]),
  );
  const lines: string[] = [];
  try {
    const configuration = await Configuration.load({
      project: 'glance',
      program: 'glance-api',
      environment: {},
      configFiles,
      groups: [...glanceApiOptionGroups, loggingOptions],
      overrides,
      defaults: glanceDefaultValues(),
      recognized: recognizedOptions(),
    });
    const logging = setupLogging(configuration, 'glance-api', {
      write: (text) => void lines.push(...text.trimEnd().split('\n')),
    });
    const service = await createGlanceService({ configuration, logging, validator });
    const { application, adapter } = service;
    const close = async (): Promise<void> => {
      await service.close();
      logging.close();
      await folder.remove();
    };
    return { application, adapter, client: Client.of(application), validator, configuration, folder, lines, close };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
