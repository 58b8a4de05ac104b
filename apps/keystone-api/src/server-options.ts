// SPDX-License-Identifier: Apache-2.0
import { cpus } from 'node:os';
import type { Configuration, Logger } from '@stackport/config';
import { databaseOptions, databaseSettings, parseDatabaseUrl } from '@stackport/database';
import type { ServerOptions } from '@stackport/wsgi';
import { serverGroup } from './configuration.js';

/** The server's settings as the configuration has them. Throws UnsupportedDatabaseUrlError. */
export function serverOptions(configuration: Configuration, logger: Logger): ServerOptions {
  const { public_bind_host: bindHost, public_port: bindPort } = configuration.get(serverGroup);
  return { name: 'keystone-api', bindHost, bindPort, workers: workersOf(configuration, logger), logger };
}

/** `public_workers`, or one for each processor; none where the database is one process's own. */
function workersOf(configuration: Configuration, logger: Logger): number {
  const { public_workers: workers } = configuration.get(serverGroup);
  const { url } = databaseSettings(configuration.get(databaseOptions));
  if (url !== undefined && parseDatabaseUrl(url).provider !== 'sqlite') return workers ?? cpus().length;
  if (workers !== undefined && workers > 0)
    logger.warning(`public_workers = ${workers} has no effect: with SQLite there is one process. Using 0`);
  return 0;
}
