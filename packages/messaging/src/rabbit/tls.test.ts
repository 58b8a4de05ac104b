// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError, type Logger, silentLogger } from '@stackport/config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageDeliveryFailure } from '../errors.js';
import type { RabbitOptions } from '../options/index.js';
import { defaultTransportOptions } from '../options/index.js';
import { RpcClient } from '../rpc/rpc-client.js';
import { OwnRabbit, freePorts } from '../testing/start-rabbit.js';
import { getTransport } from '../transport.js';

const run = promisify(execFile);

describe('a broker that wants TLS', () => {
  let folder: string;
  let rabbit: OwnRabbit;
  let tlsPort: number;
  const file = (name: string): string => join(folder, name);

  const authority = async (name: string): Promise<void> => {
    const subject = ['-subj', `/CN=${name}`, '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    await run('openssl', ['req', '-x509', ...subject, '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)]);
  };
  const certificate = async (name: string, subject: string): Promise<void> => {
    const request = ['req', '-new', '-nodes', '-newkey', 'rsa:2048', '-subj', `/CN=${subject}`];
    await run('openssl', [...request, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)]);
    const signed = ['x509', '-req', '-in', file(`${name}.csr`), '-CA', file('ca.pem'), '-CAkey', file('ca.key')];
    await run('openssl', [...signed, '-CAcreateserial', '-days', '2', '-out', file(`${name}.pem`)]);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackport-tls-'));
    await chmod(folder, 0o755);
    await authority('ca');
    await authority('other');
    await certificate('server', 'localhost');
    await certificate('client', 'guest');
    await chmod(file('server.key'), 0o644);
    [tlsPort] = (await freePorts(1)) as [number];
    rabbit = await OwnRabbit.create(
      [
        `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
        `ssl_options.cacertfile = ${file('ca.pem')}`,
        `ssl_options.certfile = ${file('server.pem')}`,
        `ssl_options.keyfile = ${file('server.key')}`,
        'ssl_options.verify = verify_peer',
        'ssl_options.fail_if_no_peer_cert = true',
        '',
      ].join('\n'),
    );
    await rabbit.start();
  }, 120_000);
  afterAll(async () => {
    await rabbit.remove();
    await rm(folder, { recursive: true });
  });

  /** Sends one message, without retries. */
  const send = async (
    options: Partial<RabbitOptions>,
    host = `127.0.0.1:${tlsPort}`,
    logger: Logger = silentLogger,
  ) => {
    const config = defaultTransportOptions({
      rabbit: { ssl: true, ssl_cert_file: file('client.pem'), ssl_key_file: file('client.key'), ...options },
    });
    const transport = getTransport({ url: `rabbit://guest:guest@${host}/`, exchange: 'x', config, logger });
    try {
      await new RpcClient(transport, { topic: 't' }, { retry: 0, mandatory: false }).cast({}, 'x');
    } finally {
      await transport.close();
    }
  };

  it('lets in who shows a certificate; its own is checked where authorities are given, its name where that is wanted', async () => {
    await send({});
    await send({ ssl_ca_file: file('ca.pem') });
    await send({ ssl_ca_file: file('ca.pem'), ssl_version: 'TLSv1_2' });
    await expect(send({ ssl_ca_file: file('other.pem') })).rejects.toThrow(MessageDeliveryFailure);
    const byName = { ssl_ca_file: file('ca.pem'), ssl_enforce_hostname_verification: true };
    await expect(send(byName)).rejects.toThrow(/altnames|does not match/i);
    await send(byName, `localhost:${tlsPort}`);
    await expect(send({ ssl_cert_file: '', ssl_key_file: '' })).rejects.toThrow(MessageDeliveryFailure);
    await expect(send({ ssl: false })).rejects.toThrow(MessageDeliveryFailure);
  }, 60_000);

  it('options that cannot be are errors of the configuration that name them', async () => {
    await expect(send({ ssl_ca_file: file('nowhere.pem') })).rejects.toThrow(ConfigurationError);
    await expect(send({ ssl_ca_file: file('nowhere.pem') })).rejects.toThrow(/ssl_ca_file.*nowhere/);
    await expect(send({ ssl_version: 'SSLv2' })).rejects.toThrow(/ssl_version/);
    await expect(send({ rabbit_login_method: 'RABBIT-CR-DEMO' })).rejects.toThrow(/rabbit_login_method/);
    await expect(send({ kombu_compression: 'bz2' })).rejects.toThrow(/kombu_compression/);
  });

  it('the next host is taken when one cannot be reached, with any way to log in; a password is never logged', async () => {
    const lines: string[] = [];
    const logger: Logger = { ...silentLogger, error: (message) => void lines.push(message), named: () => logger };
    const config = defaultTransportOptions({
      rabbit: { rabbit_login_method: 'PLAIN', kombu_reconnect_delay: 0, kombu_failover_strategy: 'shuffle' },
    });
    const hosts = `guest:guest@127.0.0.1:1,guest:guest@127.0.0.1:${rabbit.port}`;
    const transport = getTransport({ url: `rabbit://${hosts}/`, exchange: 'x', config, logger });
    await new RpcClient(transport, { topic: 't' }, { mandatory: false }).cast({}, 'x');
    await transport.close();
    const wrong = `rabbit://guest:wrong-secret@127.0.0.1:${rabbit.port}/`;
    const refused = getTransport({ url: wrong, exchange: 'x', config, logger });
    const cast = new RpcClient(refused, { topic: 't' }, { retry: 0 }).cast({}, 'x');
    await expect(cast).rejects.toThrow(/ACCESS_REFUSED|403/);
    await refused.close();
    expect(lines.join('\n')).toMatch(/ACCESS_REFUSED|403/);
    expect(lines.join('\n')).not.toContain('wrong-secret');
  }, 60_000);
});
