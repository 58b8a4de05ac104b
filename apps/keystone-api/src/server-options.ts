// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { workerCount } from '@stackport/standalone/program';
import type { ServerOptions } from '@stackport/wsgi';
import { serverGroup } from './configuration.js';

/** The server's settings as the configuration has them. Throws UnsupportedDatabaseUrlError. */
export function serverOptions(configuration: Configuration, logger: Logger): ServerOptions {
  const { public_bind_host: bindHost, public_port: bindPort, public_workers: value } = configuration.get(serverGroup);
  const workers = workerCount({ option: 'public_workers', value }, configuration, logger);
  return { name: 'keystone-api', bindHost, bindPort, workers, logger };
}
