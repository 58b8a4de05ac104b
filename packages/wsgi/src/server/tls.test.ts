// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '../application.js';
import { Response } from '../response.js';
import { RuntimeError } from './errors.js';
import type { ServerOptions } from './options.js';
import { Server } from './server.js';

const folder = mkdtempSync(join(tmpdir(), 'wsgi-tls-'));
const certFile = join(folder, 'cert.pem');
const keyFile = join(folder, 'key.pem');
const servers: Server[] = [];

beforeAll(() => {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...args, ...subject, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(
  options: Partial<ServerOptions>,
  application: Application = async (request) => Response.text(request.scheme),
) {
  const server = new Server(
    { name: 'tls', bindHost: '127.0.0.1', bindPort: 0, gracefulShutdownTimeout: 2, ...options },
    { embedded: true },
  );
  servers.push(server);
  await server.start(() => application, 0);
  return server;
}

function get(server: Server, path = '/', options: https.RequestOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(certFile);
    const request = https.get(
      { host: '127.0.0.1', port: server.port, path, ca, agent: false, ...options },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
      },
    );
    request.on('error', reject);
  });
}

describe('TLS', () => {
  it('serves with a certificate and its key', async () => {
    expect(await get(await start({ certFile, keyFile }))).toBe('https');
  });

  it('asks for a certificate of the client where a CA file is given', async () => {
    const server = await start({ certFile, keyFile, caFile: certFile });
    await expect(get(server)).rejects.toThrow();
    expect(await get(server, '/', { cert: readFileSync(certFile), key: readFileSync(keyFile) })).toBe('https');
  });

  it.each([
    ['certificate', { certFile: '/cert.pem' }],
    ['key', { keyFile: '/key.pem' }],
  ])('the %s alone is a RuntimeError', async (_what, options) => {
    const failure = start(options);
    await expect(failure).rejects.toThrow(RuntimeError);
    await expect(failure).rejects.toThrow('you must specify both a cert_file and key_file');
  });

  it('a file that is not there is a RuntimeError that names it', async () => {
    await expect(start({ certFile: '/no/cert.pem', keyFile })).rejects.toThrow(
      'Unable to find cert_file : /no/cert.pem',
    );
  });

  it('a file that is no certificate is a RuntimeError', async () => {
    await expect(start({ certFile: import.meta.filename, keyFile })).rejects.toThrow(RuntimeError);
  });

  it('drains: a request in flight is answered, idle connections and half-done handshakes are closed', async () => {
    const server = await start({ certFile, keyFile }, async () => {
      await sleep(500);
      return Response.text('done');
    });
    const idle = tls.connect({ port: server.port, host: '127.0.0.1', ca: readFileSync(certFile) });
    const handshake = net.connect(server.port, '127.0.0.1');
    const closed = [idle, handshake].map(
      (socket) => new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve)),
    );
    idle.resume();
    handshake.resume();
    const slow = get(server);
    await sleep(250);
    const started = performance.now();
    await server.stop();
    expect(await slow).toBe('done');
    await Promise.all(closed);
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('a client that is silent is cut off after clientSocketTimeout, before and after the handshake', async () => {
    const server = await start({ certFile, keyFile, clientSocketTimeout: 0.4 });
    const before = net.connect(server.port, '127.0.0.1').resume();
    const after = tls.connect({ port: server.port, host: '127.0.0.1', ca: readFileSync(certFile) }).resume();
    await Promise.all(
      [before, after].map(
        (socket) => new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve)),
      ),
    );
  });
});
