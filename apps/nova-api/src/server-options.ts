// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { serverOptions as novaServerOptions, wsgiOptions } from '@stackport/nova';
import { workerCount } from '@stackport/standalone/program';
import { RuntimeError, type ServerOptions } from '@stackport/wsgi';
import { COMPUTE, METADATA, standardPort } from './api-names.js';
import { hasBusInProcess } from './compute.js';

/**
 * A server's settings as the configuration has them (nova 26, service.py, WSGIService).
 * @param name - of an application of the paste file
 * @throws RuntimeError for certificates that are not there; UnsupportedDatabaseUrlError
 */
export function serverOptions(name: string, configuration: Configuration, logger: Logger): ServerOptions {
  const server = configuration.get(novaServerOptions);
  const wsgi = configuration.get(wsgiOptions);
  const { host, port, workers } = own(name, configuration);
  return {
    name,
    bindHost: host,
    bindPort: port,
    workers: usableWorkers({ option: `${name}_workers`, value: workers }, configuration, logger),
    keepAlive: wsgi.keep_alive,
    clientSocketTimeout: wsgi.client_socket_timeout,
    maxHeaderLine: wsgi.max_header_line,
    tcpKeepIdle: wsgi.tcp_keepidle,
    poolSize: wsgi.default_pool_size,
    gracefulShutdownTimeout: server.graceful_shutdown_timeout,
    logFormat: wsgi.wsgi_log_format,
    listeningMessage: '%(name)s listening on %(host)s:%(port)s',
    ...(server.enabled_ssl_apis.includes(name) ? certificates(configuration) : {}),
    logger,
  };
}

/** The options that bear an API's name: those of an application of the operator's own have upstream's defaults. */
function own(name: string, configuration: Configuration) {
  const server = configuration.get(novaServerOptions);
  if (name === COMPUTE)
    return {
      host: server.osapi_compute_listen,
      port: server.osapi_compute_listen_port,
      workers: server.osapi_compute_workers,
    };
  if (name === METADATA)
    return { host: server.metadata_listen, port: server.metadata_listen_port, workers: server.metadata_workers };
  return { host: '0.0.0.0', port: standardPort(name), workers: undefined };
}

function usableWorkers(
  wanted: { readonly option: string; readonly value: number | undefined },
  configuration: Configuration,
  logger: Logger,
): number {
  if (!hasBusInProcess(configuration)) return workerCount(wanted, configuration, logger);
  const { option, value } = wanted;
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
