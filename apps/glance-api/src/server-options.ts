// SPDX-License-Identifier: Apache-2.0
import { type Configuration, declareOptions, type Logger, option } from '@stackport/config';
import { apiOptions } from '@stackport/glance';
import { workerCount } from '@stackport/standalone/program';
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
    workers: workerCount({ option: 'workers', value: api.workers, most: MOST_WORKERS }, configuration, logger),
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
