// SPDX-License-Identifier: Apache-2.0
import { cpus } from 'node:os';
import { Configuration, silentLogger } from '@stackport/config';
import { databaseOptions } from '@stackport/database';
import { apiOptions } from '@stackport/glance';
import type { ServerOptions } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { serverOptions, tlsOptions } from './server-options.js';

function optionsOf(values: Record<string, unknown>, connection = 'mysql://root@127.0.0.1/glance'): ServerOptions {
  const groups = [apiOptions, tlsOptions, databaseOptions];
  return serverOptions(Configuration.of(groups, { DEFAULT: values, database: { connection } }), silentLogger);
}

describe('serverOptions', () => {
  it('has upstream’s defaults (G0-10, G0-11, G0-28, G0-29, G0-32)', () => {
    expect(optionsOf({})).toMatchObject({
      bindHost: '0.0.0.0',
      bindPort: undefined,
      backlog: 4096,
      workers: Math.min(cpus().length, 8),
      keepAlive: true,
      clientSocketTimeout: 900,
      maxHeaderLine: 16_384,
      tcpKeepIdle: 600,
    });
  });

  it('takes over what is configured', () => {
    const values = {
      bind_host: '127.0.0.1',
      bind_port: 9999,
      backlog: 7,
      workers: 3,
      http_keepalive: false,
      client_socket_timeout: 0,
      max_header_line: 100,
      tcp_keepidle: 5,
      cert_file: '/c',
      key_file: '/k',
      ca_file: '/a',
    };
    expect(optionsOf(values)).toMatchObject({
      bindHost: '127.0.0.1',
      bindPort: 9999,
      backlog: 7,
      workers: 3,
      keepAlive: false,
      clientSocketTimeout: 0,
      maxHeaderLine: 100,
      tcpKeepIdle: 5,
      certFile: '/c',
      keyFile: '/k',
      caFile: '/a',
    });
  });

  it('has no workers with SQLite', () => {
    expect(optionsOf({}, 'sqlite:////x').workers).toBe(0);
    expect(optionsOf({ workers: 4 }, 'sqlite:////x').workers).toBe(0);
  });
});
