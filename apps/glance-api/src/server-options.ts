// SPDX-License-Identifier: Apache-2.0
import { cpus } from 'node:os';
import { type Configuration, declareOptions, type Logger, option } from '@stackport/config';
import { databaseOptions, databaseSettings, parseDatabaseUrl } from '@stackport/database';
import { apiOptions } from '@stackport/glance';
import type { ServerOptions } from '@stackport/wsgi';

/** Upstream's default is a worker for each processor, and no more than these. */
const MOST_WORKERS = 8;

/** `[DEFAULT]` of the releases up to Ussuri, of which later ones have no TLS of their own. */
export const tlsOptions = declareOptions('DEFAULT', {
  cert_file: option.string({ help: 'PEM file with the certificate to serve with; key_file goes with it.' }),
  key_file: option.string({ help: 'PEM file with the key of the certificate.' }),
  ca_file: option.string({ help: 'PEM file of the authorities that must have signed a client certificate.' }),
});

/**
 * The server's settings as the configuration has them.
 * @throws UnsupportedDatabaseUrlError
 */
export function serverOptions(configuration: Configuration, logger: Logger): ServerOptions {
  const api = configuration.get(apiOptions);
  const tls = configuration.get(tlsOptions);
  return {
    name: 'glance-api',
    bindHost: api.bind_host,
    bindPort: api.bind_port,
    backlog: api.backlog,
    workers: workersOf(configuration, logger),
    keepAlive: api.http_keepalive,
    clientSocketTimeout: api.client_socket_timeout,
    maxHeaderLine: api.max_header_line,
    tcpKeepIdle: api.tcp_keepidle,
    certFile: tls.cert_file,
    keyFile: tls.key_file,
    caFile: tls.ca_file,
    logger,
  };
}

/** `workers`, or one for each processor (upstream's get_num_workers); none where the database is one process's own. */
function workersOf(configuration: Configuration, logger: Logger): number {
  const { workers } = configuration.get(apiOptions);
  const { url } = databaseSettings(configuration.get(databaseOptions));
  if (url !== undefined && parseDatabaseUrl(url).provider !== 'sqlite')
    return workers ?? Math.min(cpus().length, MOST_WORKERS);
  if (workers !== undefined && workers > 0)
    logger.warning(`workers = ${workers} has no effect: with SQLite there is one process. Using workers = 0`);
  else if (workers === undefined) logger.info('With SQLite there is one process: workers = 0');
  return 0;
}
