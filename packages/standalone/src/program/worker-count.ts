// SPDX-License-Identifier: Apache-2.0
import { cpus } from 'node:os';
import type { Configuration, Logger } from '@stackport/config';
import { databaseOptions, databaseSettings, parseDatabaseUrl } from '@stackport/database';

export interface WantedWorkers {
  /** The option's name, for the log. */
  readonly option: string;
  /** Its value; undefined for one for each processor (upstream's get_num_workers). */
  readonly value: number | undefined;
  /** Where the option is not set; any number by default. */
  readonly most?: number;
}

/**
 * How many child processes a service gets: as the option says, and none where the database is one process's own
 * (SQLite, or none configured).
 * @throws UnsupportedDatabaseUrlError
 */
export function workerCount(
  { option, value, most = Infinity }: WantedWorkers,
  configuration: Configuration,
  logger: Logger,
): number {
  const { url } = databaseSettings(configuration.get(databaseOptions));
  if (url !== undefined && parseDatabaseUrl(url).provider !== 'sqlite') return value ?? Math.min(cpus().length, most);
  if (value !== undefined && value > 0)
    logger.warning(`${option} = ${value} has no effect: with SQLite there is one process. Using ${option} = 0`);
  else if (value === undefined) logger.info(`With SQLite there is one process: ${option} = 0`);
  return 0;
}
