// SPDX-License-Identifier: Apache-2.0
import { type Logger, silentLogger } from '@stackport/config';
import { compileLogFormat, defaultLogFormat } from '../access-log.js';
import { InvalidInput, RuntimeError } from './errors.js';
import { fillTemplate } from './message-template.js';

/** Settings of a server, which the services take from their configuration. */
export interface ServerOptions {
  /** For log lines and, with several servers in one program, to tell their workers apart. */
  readonly name: string;
  /** Name or address, IPv6 too. */
  readonly bindHost?: string;
  /** 0 for any free port; the default port of `Server.start` where absent. */
  readonly bindPort?: number | undefined;
  /** Path of a unix socket, in place of host and port. */
  readonly socketFile?: string | undefined;
  /** Permissions of the unix socket. */
  readonly socketMode?: number | undefined;
  /** Connections that the kernel queues; at least 1. */
  readonly backlog?: number;
  /** Child processes that share the port; 0 serves in this process. */
  readonly workers?: number;
  /** Whether a connection stays open for further requests. */
  readonly keepAlive?: boolean;
  /** Seconds that a client may keep a read or a write waiting; 0 for any time. */
  readonly clientSocketTimeout?: number;
  /** Bytes of one header line. */
  readonly maxHeaderLine?: number;
  /** Seconds of silence until the kernel probes a connection. */
  readonly tcpKeepIdle?: number;
  /** Requests that a process answers at a time; further ones wait. */
  readonly poolSize?: number;
  /** Seconds for what is in flight at SIGTERM or SIGINT; 0 for any time. */
  readonly gracefulShutdownTimeout?: number;
  /** Seconds to try again while the address is in use. */
  readonly bindRetrySeconds?: number;
  /** PEM files; certificate and key only together. With a CA file, clients must show a certificate that it signed. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly caFile?: string | undefined;
  /** Python format of the access line (nova's `wsgi_log_format`). */
  readonly logFormat?: string;
  /** Log line when the socket is open, of `%(name)s`, `%(host)s` and `%(port)s`; cinder: `Started %(name)s on …`. */
  readonly listeningMessage?: string;
  readonly logger?: Logger;
}

type Files = Pick<ServerOptions, 'socketFile' | 'socketMode' | 'certFile' | 'keyFile' | 'caFile'>;

/** Options of which only the files may be absent. */
export type ResolvedOptions = Required<Omit<ServerOptions, keyof Files>> & Files;

/**
 * Options with upstream's defaults in place of what is absent.
 * @throws InvalidInput for a number out of range; RuntimeError for a certificate without its key or the reverse.
 */
export function resolveOptions(options: ServerOptions, defaultPort: number): ResolvedOptions {
  const resolved: ResolvedOptions = {
    name: options.name,
    bindHost: options.bindHost ?? '0.0.0.0',
    bindPort: options.bindPort ?? defaultPort,
    socketFile: options.socketFile,
    socketMode: options.socketMode,
    backlog: options.backlog ?? 4096,
    workers: options.workers ?? 0,
    keepAlive: options.keepAlive ?? true,
    clientSocketTimeout: options.clientSocketTimeout ?? 900,
    maxHeaderLine: options.maxHeaderLine ?? 16_384,
    tcpKeepIdle: options.tcpKeepIdle ?? 600,
    poolSize: options.poolSize ?? 1000,
    gracefulShutdownTimeout: options.gracefulShutdownTimeout ?? 60,
    bindRetrySeconds: options.bindRetrySeconds ?? 0,
    certFile: options.certFile,
    keyFile: options.keyFile,
    caFile: options.caFile,
    logFormat: options.logFormat ?? defaultLogFormat,
    listeningMessage: options.listeningMessage ?? '%(name)s listening on %(host)s:%(port)s',
    logger: options.logger ?? silentLogger,
  };
  if (resolved.backlog < 1) throw new InvalidInput('The backlog must be more than 0');
  if (resolved.workers < 0) throw new InvalidInput('The number of workers must not be negative');
  if (resolved.poolSize < 1) throw new InvalidInput('The pool size must be more than 0');
  if (resolved.maxHeaderLine < 1) throw new InvalidInput('The header line limit must be more than 0');
  if ((resolved.certFile === undefined) !== (resolved.keyFile === undefined))
    throw new RuntimeError(
      'When running server in SSL mode, you must specify both a cert_file and key_file option value in your configuration file',
    );
  compileLogFormat(resolved.logFormat);
  fillTemplate(resolved.listeningMessage, { name: '', host: '', port: '' });
  return resolved;
}

/** Where a server listens, as far as a change of it needs another socket. */
export function addressOf(options: ResolvedOptions): string {
  return options.socketFile ?? `${options.bindHost} ${options.bindPort}`;
}
