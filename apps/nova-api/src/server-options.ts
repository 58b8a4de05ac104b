// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { serverOptions as novaServerOptions, wsgiOptions } from '@stackport/nova';
import { workerCount } from '@stackport/standalone/program';
import { RuntimeError, type ServerOptions } from '@stackport/wsgi';
import { hasBusInProcess } from './compute.js';

/** The application of the paste file that is served. */
const APPLICATION = 'osapi_compute';

/**
 * The server's settings as the configuration has them (upstream's WSGIService of `osapi_compute`).
 * @throws RuntimeError where nothing is to be served, or for certificates that are not there; UnsupportedDatabaseUrlError
 */
export function serverOptions(configuration: Configuration, logger: Logger): ServerOptions {
  const server = configuration.get(novaServerOptions);
  const wsgi = configuration.get(wsgiOptions);
  checkApis(server.enabled_apis, logger);
  return {
    name: APPLICATION,
    bindHost: server.osapi_compute_listen,
    bindPort: server.osapi_compute_listen_port,
    workers: workers(configuration, logger),
    keepAlive: wsgi.keep_alive,
    clientSocketTimeout: wsgi.client_socket_timeout,
    maxHeaderLine: wsgi.max_header_line,
    tcpKeepIdle: wsgi.tcp_keepidle,
    poolSize: wsgi.default_pool_size,
    gracefulShutdownTimeout: server.graceful_shutdown_timeout,
    logFormat: wsgi.wsgi_log_format,
    listeningMessage: '%(name)s listening on %(host)s:%(port)s',
    ...(server.enabled_ssl_apis.includes(APPLICATION) ? certificates(configuration) : {}),
    logger,
  };
}

/** Of the APIs that upstream's nova-api serves, this one serves the Compute API. */
function checkApis(enabled: readonly string[], logger: Logger): void {
  if (!enabled.includes(APPLICATION)) throw new RuntimeError(`enabled_apis does not name ${APPLICATION}`);
  for (const name of enabled)
    if (name !== APPLICATION) logger.warning(`enabled_apis: ${name} is not served by this process`);
}

function workers(configuration: Configuration, logger: Logger): number {
  const option = 'osapi_compute_workers';
  const { [option]: value } = configuration.get(novaServerOptions);
  if (!hasBusInProcess(configuration)) return workerCount({ option, value }, configuration, logger);
  if (value !== undefined)
    logger.warning(`${option} = ${value} has no effect: with fake:// there is one process. Using ${option} = 0`);
  return 0;
}

function certificates(configuration: Configuration): Pick<ServerOptions, 'certFile' | 'keyFile' | 'caFile'> {
  const { ssl_cert_file: certFile, ssl_key_file: keyFile, ssl_ca_file: caFile } = configuration.get(wsgiOptions);
  if (certFile === undefined || keyFile === undefined)
    throw new RuntimeError(
      'When running server in SSL mode, you must specify both a cert_file and key_file option value in your configuration file',
    );
  return { certFile, keyFile, caFile };
}
