// SPDX-License-Identifier: Apache-2.0
import { serverOptions as cinderServerOptions, sslOptions } from '@stackport/cinder';
import type { Configuration, Logger } from '@stackport/config';
import { workerCount } from '@stackport/standalone/program';
import { RuntimeError, type ServerOptions } from '@stackport/wsgi';
import { hasBusInProcess } from './block-storage.js';

/** Seconds that an address in use is tried again (cinder's wsgi.Server). */
const BIND_RETRY = 30;

/**
 * The server's settings as the configuration has them (upstream's WSGIService of `osapi_volume`).
 * @throws RuntimeError for a number of workers or certificates that cannot be; UnsupportedDatabaseUrlError
 */
export function serverOptions(configuration: Configuration, logger: Logger): ServerOptions {
  const api = configuration.get(cinderServerOptions);
  return {
    name: 'osapi_volume',
    bindHost: api.osapi_volume_listen,
    bindPort: api.osapi_volume_listen_port,
    bindRetrySeconds: BIND_RETRY,
    workers: workers(configuration, logger),
    keepAlive: api.wsgi_keep_alive,
    clientSocketTimeout: api.client_socket_timeout,
    maxHeaderLine: api.max_header_line,
    tcpKeepIdle: api.tcp_keepidle,
    poolSize: api.wsgi_default_pool_size,
    gracefulShutdownTimeout: api.graceful_shutdown_timeout,
    logFormat: api.wsgi_log_format,
    listeningMessage: 'Started %(name)s on %(host)s:%(port)s',
    ...(api.osapi_volume_use_ssl ? certificates(configuration) : {}),
    logger,
  };
}

function workers(configuration: Configuration, logger: Logger): number {
  const option = 'osapi_volume_workers';
  const { [option]: value } = configuration.get(cinderServerOptions);
  if (value !== undefined && value < 0)
    throw new RuntimeError(`${option} value of ${value} is invalid, must be greater than 0.`);
  // 0 is as good as none to upstream.
  const wanted = value === 0 ? undefined : value;
  if (!hasBusInProcess(configuration)) return workerCount({ option, value: wanted }, configuration, logger);
  if (wanted !== undefined)
    logger.warning(`${option} = ${wanted} has no effect: with fake:// there is one process. Using ${option} = 0`);
  return 0;
}

function certificates(configuration: Configuration): Pick<ServerOptions, 'certFile' | 'keyFile' | 'caFile'> {
  const { cert_file: certFile, key_file: keyFile, ca_file: caFile } = configuration.get(sslOptions);
  if (certFile === undefined || keyFile === undefined)
    throw new RuntimeError(
      'When running server in SSL mode, you must specify both a cert_file and key_file option value in your configuration file',
    );
  return { certFile, keyFile, caFile };
}
