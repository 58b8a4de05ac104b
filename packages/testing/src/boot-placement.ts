// SPDX-License-Identifier: Apache-2.0
import { Configuration } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import {
  createPlacement,
  type Placement,
  placementDefaultValues,
  placementOptionGroups,
  recognizedOptions,
} from '@stackport/placement';
import type { Application } from '@stackport/wsgi';
import { Client } from './client.js';
import { FakeTokenValidator } from './fake-token-validator.js';
import { TemporaryFolder } from './temporary-folder.js';

export interface BootPlacementInit {
  /** Values by group and option. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A Placement service in this process, with a state of its own. */
export interface BootedPlacement {
  readonly application: Application;
  readonly routes: Placement['routes'];
  /** Asks without a token, in the newest microversion; `client.as(validator.issue())` asks as somebody. */
  readonly client: Client;
  readonly validator: FakeTokenValidator;
  /** Holds `placement.sqlite`. */
  readonly folder: TemporaryFolder;
  /** What was logged so far, a line each. */
  readonly lines: readonly string[];
  /** Closes it, and removes the folder. */
  close(): Promise<void>;
}

/** Starts the Placement service on SQLite, with Keystone's authentication unless `values` say otherwise. */
export async function bootPlacement({ values = {} }: BootPlacementInit = {}): Promise<BootedPlacement> {
  const folder = await TemporaryFolder.create('stackport-placement');
  const lines: string[] = [];
  try {
    const configuration = await Configuration.load({
      project: 'placement',
      program: 'placement-api',
      environment: {},
      configFiles: [],
      groups: [...placementOptionGroups, loggingOptions],
      overrides: {
        ...values,
        placement_database: {
          connection: `sqlite:///${folder.file('placement.sqlite')}`,
          ...values.placement_database,
        },
      },
      defaults: placementDefaultValues(),
      recognized: recognizedOptions,
    });
    const logging = setupLogging(configuration, 'placement-api', {
      write: (text) => void lines.push(...text.trimEnd().split('\n')),
    });
    const validator = new FakeTokenValidator();
    const placement = await createPlacement({ configuration, logging, validator });
    const { application, routes } = placement;
    return {
      application,
      routes,
      client: Client.of(application).with({ 'OpenStack-API-Version': 'placement latest' }),
      validator,
      folder,
      lines,
      close: async () => {
        await placement.close();
        logging.close();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
