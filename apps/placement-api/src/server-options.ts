// SPDX-License-Identifier: Apache-2.0
import { cpus } from 'node:os';
import type { Configuration, Logger } from '@stackport/config';
import { databaseSettings, parseDatabaseUrl } from '@stackport/database';
import { placementDatabaseOptions } from '@stackport/placement';
import type { ServerOptions } from '@stackport/wsgi';
import { serverGroup } from './configuration.js';

/** The server's settings as the configuration has them. Throws UnsupportedDatabaseUrlError. */
export function serverOptions(configuration: Configuration, logger: Logger): ServerOptions {
  const { bind_host: bindHost, bind_port: bindPort } = configuration.get(serverGroup);
  return { name: 'placement-api', bindHost, bindPort, workers: workerCount(configuration, logger), logger };
}

/** None where the database is one process's own (SQLite, or none configured). */
function workerCount(configuration: Configuration, logger: Logger): number {
  const { workers } = configuration.get(serverGroup);
  const { url } = databaseSettings(configuration.get(placementDatabaseOptions));
  if (url !== undefined && parseDatabaseUrl(url).provider !== 'sqlite') return workers ?? cpus().length;
  if (workers !== undefined && workers > 0)
    logger.warning(`workers = ${workers} has no effect: with SQLite there is one process. Using workers = 0`);
  else if (workers === undefined) logger.info('With SQLite there is one process: workers = 0');
  return 0;
}
