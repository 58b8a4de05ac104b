// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { databaseOptions, databaseSettings } from '@stackport/database';
import { transportOptions } from '@stackport/messaging';
import { CellMappingRepository } from './cells/cell-mapping-repository.js';
import { Cells } from './cells/cells.js';
import { setUpCells } from './cells/set-up-cells.js';
import { type ApiDatabase, openApiDatabase } from './database.js';
import { apiDatabaseOptions } from './options/index.js';

/** Where neither database is configured: files of SQLite in the working directory. */
const API_URL = 'sqlite:///nova_api.sqlite';
export const CELL_URL = 'sqlite:///nova.sqlite';

/** The databases of a nova: closed by `close`. */
export interface NovaDatabases {
  readonly api: ApiDatabase;
  /** Opens the cells' when they are first asked. */
  readonly cells: Cells;
  close(): Promise<void>;
}

/**
 * Opens the database of `[api_database]`, and makes its cells known: where it is ours and there are none, it gets cell0 and a
 * cell of `[database]`. Rejects as `openApiDatabase`.
 */
export async function openConfiguredDatabases(configuration: Configuration, logger: Logger): Promise<NovaDatabases> {
  const own = databaseSettings(configuration.get(apiDatabaseOptions));
  const cell = databaseSettings(configuration.get(databaseOptions));
  const transportUrl = configuration.get(transportOptions).transport_url;
  const api = await openApiDatabase(own.url ?? API_URL, {
    settings: own.settings,
    logger: logger.named('nova.db.api'),
  });
  try {
    const mappings = new CellMappingRepository(api);
    const databaseUrl = cell.url ?? CELL_URL;
    if (api.owner.owner === 'stackport') await setUpCells({ mappings, databaseUrl, transportUrl });
    const cells = new Cells({ mappings, databaseUrl, transportUrl, settings: cell.settings, logger });
    return {
      api,
      cells,
      close: async () => {
        await cells.close();
        await api.close();
      },
    };
  } catch (error) {
    await api.close();
    throw error;
  }
}
