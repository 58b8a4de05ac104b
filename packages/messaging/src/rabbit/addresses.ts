// SPDX-License-Identifier: Apache-2.0
import { getFips, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { SecureVersion } from 'node:tls';
import { ConfigurationError } from '@stackport/config';
import type { AmqpConnectionManagerOptions, ConnectionUrl } from 'amqp-connection-manager';
import amqplib from 'amqplib';
import type { RabbitOptions } from '../options/index.js';
import type { TransportHost, TransportUrl } from '../transport-url.js';

/** Milliseconds in which a host must have let us in. */
const CONNECT_TIMEOUT = 10_000;

/** A broker to connect to. */
export interface BrokerAddress {
  /** For logs: `host:port`. */
  readonly name: string;
  readonly url: ConnectionUrl;
}

/**
 * The hosts of a transport URL, with how to log in and TLS.
 * @throws ConfigurationError for a file that cannot be read or a login method or TLS version that is not there
 */
export function brokerAddresses(url: TransportUrl, rabbit: RabbitOptions): readonly BrokerAddress[] {
  const hosts: readonly TransportHost[] =
    url.hosts.length > 0
      ? url.hosts
      : [{ hostname: 'localhost', port: undefined, username: 'guest', password: 'guest' }];
  const tls = rabbit.ssl ? tlsOptions(rabbit) : {};
  return hosts.map(({ hostname = 'localhost', port = 5672, username = '', password = '' }) => {
    const connect = {
      protocol: rabbit.ssl ? 'amqps' : 'amqp',
      hostname,
      port,
      username,
      password,
      // The client takes it for a part of a URL.
      vhost: encodeURIComponent(url.virtualHost),
      heartbeat: Math.max(0, rabbit.heartbeat_timeout_threshold),
    };
    const connectionOptions = {
      ...tls,
      timeout: CONNECT_TIMEOUT,
      noDelay: true,
      keepAlive: true,
      credentials: credentials(rabbit, username, password),
      clientProperties: {
        connection_name: `${basename(process.argv[1] ?? 'node')}:${process.pid}:${randomUUID()}`,
      },
    } as NonNullable<AmqpConnectionManagerOptions['connectionOptions']>;
    // The manager hands on what stands in `url` as it is; its type knows strings only, which would show passwords in errors.
    return { name: `${hostname}:${port}`, url: { url: connect as unknown as string, connectionOptions } };
  });
}

function credentials(rabbit: RabbitOptions, username: string, password: string) {
  switch (rabbit.rabbit_login_method) {
    case 'AMQPLAIN':
      return amqplib.credentials.amqplain(username, password);
    case 'PLAIN':
      return amqplib.credentials.plain(username, password);
    case 'EXTERNAL':
      return amqplib.credentials.external();
    default:
      throw problem(
        'rabbit_login_method',
        `${rabbit.rabbit_login_method} is not there: PLAIN, AMQPLAIN and EXTERNAL are`,
      );
  }
}

function tlsOptions(rabbit: RabbitOptions): object {
  if (rabbit.ssl_enforce_fips_mode && getFips() === 0)
    throw problem('ssl_enforce_fips_mode', 'OpenSSL is not in FIPS mode: start with node --enable-fips');
  const read = (option: 'ssl_ca_file' | 'ssl_cert_file' | 'ssl_key_file'): Buffer | undefined => {
    if (rabbit[option] === '') return undefined;
    try {
      return readFileSync(rabbit[option]);
    } catch (error) {
      throw problem(option, (error as Error).message);
    }
  };
  const [ca, cert, key] = [read('ssl_ca_file'), read('ssl_cert_file'), read('ssl_key_file')];
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...tlsVersion(rabbit.ssl_version),
    // As upstream: without authorities nothing is checked, with them the chain, the name only where it is asked for.
    rejectUnauthorized: ca !== undefined,
    ...(ca !== undefined && rabbit.ssl_enforce_hostname_verification ? {} : { checkServerIdentity: () => undefined }),
  };
}

function tlsVersion(name: string): { readonly minVersion?: SecureVersion; readonly maxVersion?: SecureVersion } {
  const versions: Readonly<Record<string, SecureVersion | undefined>> = {
    '': undefined,
    sslv23: undefined,
    tlsv1: 'TLSv1',
    tlsv1_1: 'TLSv1.1',
    tlsv1_2: 'TLSv1.2',
  };
  const key = name.toLowerCase();
  if (!Object.hasOwn(versions, key))
    throw problem('ssl_version', `Invalid SSL version : ${name}; there are TLSv1, TLSv1_1, TLSv1_2 and SSLv23`);
  const version = versions[key];
  return version === undefined ? {} : { minVersion: version, maxVersion: version };
}

function problem(option: string, message: string): ConfigurationError {
  return new ConfigurationError({
    message: `[oslo_messaging_rabbit] ${option}: ${message}`,
    group: 'oslo_messaging_rabbit',
    option,
  });
}
