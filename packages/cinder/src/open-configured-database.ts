// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { databaseOptions, databaseSettings } from '@stackport/database';
import { type CinderDatabase, openCinderDatabase } from './database.js';

/** Opens the database of `[database]`; a SQLite file in the working directory where none is configured. Rejects as `openCinderDatabase`. */
export function openConfiguredDatabase(configuration: Configuration, logger: Logger): Promise<CinderDatabase> {
  const { url, settings } = databaseSettings(configuration.get(databaseOptions));
  return openCinderDatabase(url ?? 'sqlite:///cinder.sqlite', { settings, logger: logger.named('cinder.db') });
}
