// SPDX-License-Identifier: Apache-2.0
import { link, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, silentLogger } from '@stackport/config';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Application } from '../application.js';
import { Response } from '../response.js';
import { BindError, InvalidInput, RuntimeError } from './errors.js';
import type { ServerOptions } from './options.js';
import { Server, type ServerOptionsSource } from './server.js';

const servers: Server[] = [];
const folders: string[] = [];
const hello: Application = async () => Response.text('hello world');

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const basic: ServerOptions = { name: 'test', bindHost: '127.0.0.1', bindPort: 0, gracefulShutdownTimeout: 2 };

async function start(options: Partial<ServerOptions> = {}, application: Application = hello): Promise<Server> {
  return startFrom({ ...basic, ...options }, application);
}

async function startFrom(source: ServerOptionsSource, application: Application = hello): Promise<Server> {
  const server = new Server(source, { embedded: true });
  servers.push(server);
  await server.start(() => application, 0);
  return server;
}

const url = (server: Server, path = '/'): string => `http://${server.host}:${server.port}${path}`;

function get(
  options: http.RequestOptions,
): Promise<{ status: number | undefined; text: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.get(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, text, headers: response.headers }));
    });
    request.on('error', reject);
  });
}

/** What a connection says until the server closes it, and when that was in milliseconds. */
function listen(port: number, text = ''): Promise<{ answer: string; after: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ answer, after: performance.now() - started }));
  });
}

function recording(lines: string[]): Logger {
  const logger: Logger = {
    ...silentLogger,
    info: (text) => void lines.push(text),
    isEnabledFor: () => true,
    named: () => logger,
  };
  return logger;
}

describe('Server in one process', () => {
  it('serves an application (G3-01, G3-03, G0-33)', async () => {
    expect(await (await fetch(url(await start()))).text()).toBe('hello world');
  });

  it('reads host and port back, and says where it listens (C2-83, C2-85)', async () => {
    const lines: string[] = [];
    const server = await start({
      logger: recording(lines),
      listeningMessage: 'Started %(name)s on %(host)s:%(port)s',
    });
    expect(server.host).toBe('127.0.0.1');
    expect(server.port).toBeGreaterThan(0);
    expect(lines).toContain(`Started test on 127.0.0.1:${server.port}`);
    expect(lines).toContain('Starting single process server');
    const other: string[] = [];
    const plain = await start({ logger: recording(other) });
    expect(other).toContain(`test listening on 127.0.0.1:${plain.port}`);
  });

  it('takes the default port where none is configured (G0-11)', async () => {
    const free = await start();
    const { port } = free;
    await free.stop();
    const server = new Server({ name: 'test', bindHost: '127.0.0.1' }, { embedded: true });
    servers.push(server);
    await server.start(() => hello, port);
    expect(server.port).toBe(port);
  });

  it('start and wait are all that a program needs; children, staleChildren and running are seen (G3-05, G0-16)', async () => {
    const server = await start();
    expect(server.running).toBe(true);
    expect([server.children.size, server.staleChildren.size]).toEqual([0, 0]);
    const ended = server.wait();
    await server.stop();
    expect(await ended).toBe(0);
    expect(server.running).toBe(false);
  });

  it('sets the umask at construction unless it is embedded (G0-14)', () => {
    // vitest's threads and forks differ in whether umask may be set: only that it is asked for is looked at.
    const umask = vi.spyOn(process, 'umask').mockReturnValue(0o022);
    new Server(basic, { embedded: true });
    expect(umask).not.toHaveBeenCalled();
    new Server(basic);
    expect(umask).toHaveBeenCalledExactlyOnceWith(0o027);
    umask.mockRestore();
  });

  it('the application is built before the socket is open (G0-40)', async () => {
    const server = new Server(basic, { embedded: true });
    servers.push(server);
    let port = -1;
    await server.start(() => {
      port = server.port;
      return hello;
    }, 0);
    expect(port).toBe(0);
  });

  it('an application that cannot be built is the error of start, and the port stays free', async () => {
    const server = new Server(basic, { embedded: true });
    await expect(server.start(() => Promise.reject(new Error('no database')), 0)).rejects.toThrow('no database');
    expect(server.port).toBe(0);
  });

  it('closes what the factory opened when it has ended', async () => {
    const close = vi.fn();
    const server = new Server(basic, { embedded: true });
    await server.start(() => ({ application: hello, close }), 0);
    await server.stop();
    await server.stop();
    expect(close).toHaveBeenCalledOnce();
  });
});

describe('the socket', () => {
  it.each([
    ['backlog', { backlog: 0 }, 'Invalid input received: The backlog must be more than 0'],
    ['backlog', { backlog: -1 }, 'Invalid input received: The backlog must be more than 0'],
    ['workers', { workers: -1 }, 'Invalid input received: The number of workers must not be negative'],
    ['poolSize', { poolSize: 0 }, 'Invalid input received: The pool size must be more than 0'],
  ])('%s out of range is InvalidInput (C2-83, N4-13)', async (_name, options, message) => {
    const server = new Server({ ...basic, ...options }, { embedded: true });
    const failure = server.start(() => hello, 0);
    await expect(failure).rejects.toThrow(InvalidInput);
    await expect(failure).rejects.toThrow(message);
  });

  it('an address in use is a clear error', async () => {
    const { port } = await start();
    const failure = start({ bindPort: port });
    await expect(failure).rejects.toThrow(`Could not bind to 127.0.0.1:${port}: the address is already in use`);
    await expect(failure).rejects.toBeInstanceOf(BindError);
    await expect(failure).rejects.toBeInstanceOf(RuntimeError);
  });

  it('an address in use is tried again for the configured time', async () => {
    const first = await start();
    const { port } = first;
    const second = start({ bindPort: port, bindRetrySeconds: 10 });
    await sleep(300);
    await first.stop();
    expect((await second).port).toBe(port);
    const third = start({ bindPort: port, bindRetrySeconds: 0.3 });
    await expect(third).rejects.toThrow(`Could not bind to 127.0.0.1:${port} after trying for 0.3 seconds`);
  });

  it('an address that is not ours is a clear error', async () => {
    await expect(start({ bindHost: '203.0.113.1' })).rejects.toThrow(
      /Could not bind to 203\.0\.113\.1:0: .*EADDRNOTAVAIL/,
    );
  });

  it('may be of IPv6', async () => {
    const server = await start({ bindHost: '::1' });
    expect(server.host).toBe('::1');
    expect((await get({ host: '::1', port: server.port })).text).toBe('hello world');
  });

  it('may be a unix socket, with its permissions, over one that a killed server left', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wsgi-unix-'));
    folders.push(folder);
    const socketFile = join(folder, 'api.sock');
    const stale = net.createServer().listen(socketFile);
    await new Promise((resolve) => stale.once('listening', resolve));
    // A killed server leaves its file; one that closes takes it away, but not another name of it.
    await link(socketFile, join(folder, 'kept'));
    await new Promise((resolve) => stale.close(resolve));
    await rename(join(folder, 'kept'), socketFile);

    await start({ socketFile, socketMode: 0o660 });
    expect((await get({ socketPath: socketFile })).text).toBe('hello world');
    expect((await stat(socketFile)).mode & 0o777).toBe(0o660);
    await expect(start({ socketFile })).rejects.toThrow(
      `Could not bind to ${socketFile}: the address is already in use`,
    );
  });
});

describe('connections of the server', () => {
  it('are kept, and not with keepAlive off (N4-11)', async () => {
    const text = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    const kept = await start({ clientSocketTimeout: 0.5 });
    expect((await listen(kept.port, text + text)).answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    const closed = await start({ keepAlive: false });
    const { answer } = await listen(closed.port, text + text);
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
    expect(answer).toContain('Connection: close');
  });

  it.each([
    ['says nothing', ''],
    ['stops in its head', 'GET / HTTP/1.1\r\nHost'],
    ['stops in its body', 'PUT /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'],
    ['has been answered and says no more', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('a client that %s is cut off after clientSocketTimeout (G0-29, N4-12)', async (_what, text) => {
    const server = await start({ clientSocketTimeout: 0.4 }, async (request) =>
      Response.text(String((await request.bytes()).length)),
    );
    const { after } = await listen(server.port, text);
    expect(after).toBeGreaterThan(300);
    expect(after).toBeLessThan(3000);
  });

  it('a client that does not read its download is cut off after clientSocketTimeout', async () => {
    const server = await start(
      { clientSocketTimeout: 0.4 },
      async () => new Response(200, {}, Buffer.alloc(64 * 1024 * 1024)),
    );
    const closed = new Promise((resolve) => {
      const socket = net.connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
      socket.pause();
      socket.on('error', resolve);
      void sleep(2500).then(() => {
        let bytes = 0;
        socket.on('data', (data) => (bytes += data.length));
        socket.on('close', () => resolve(bytes));
        socket.resume();
      });
    });
    expect(await closed).not.toBe(64 * 1024 * 1024);
  });

  it('an application that takes longer than clientSocketTimeout is waited for', async () => {
    const server = await start({ clientSocketTimeout: 0.3 }, async (request) => {
      await request.bytes();
      await sleep(1200);
      return Response.text('at last');
    });
    expect(await (await fetch(url(server), { method: 'PUT', body: 'abc' })).text()).toBe('at last');
  });

  it('a header beyond all bounds is refused (G0-28)', async () => {
    const server = await start({ maxHeaderLine: 1000 });
    const line = (length: number) =>
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${'a'.repeat(length)}\r\n\r\n`;
    expect((await listen(server.port, line(900))).answer).toMatch(/^HTTP\/1\.1 200 /);
    expect((await listen(server.port, line(1000))).answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await listen(server.port, line(200_000))).answer).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('stop', () => {
  it('closes idle connections, answers those in flight with Connection: close, and takes no new ones', async () => {
    const server = await start({}, async (request) => {
      if (request.pathInfo === '/slow') await sleep(600);
      return Response.text('done');
    });
    const idle = listen(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const silent = listen(server.port);
    const slow = get({
      host: server.host,
      port: server.port,
      path: '/slow',
      agent: new http.Agent({ keepAlive: true }),
    });
    await sleep(100);
    const stopped = server.stop();
    await expect(fetch(url(server))).rejects.toThrow();
    expect((await idle).after).toBeLessThan(500);
    expect((await silent).after).toBeLessThan(500);
    const { text, headers } = await slow;
    expect([text, headers.connection]).toEqual(['done', 'close']);
    await stopped;
  });

  it('finishes a download and an upload that are under way', async () => {
    const server = await start({}, async (request) => {
      if (request.method === 'PUT') return Response.text(String((await request.bytes()).length));
      return new Response(200, {}, Buffer.alloc(8 * 1024 * 1024));
    });
    const download = new Promise<number>((resolve) => {
      let bytes = 0;
      const socket = net.connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
      socket.once('readable', () => void sleep(400).then(() => socket.on('data', (data) => (bytes += data.length))));
      socket.on('close', () => resolve(bytes));
    });
    const upload = new Promise<string>((resolve, reject) => {
      const request = http.request({ host: server.host, port: server.port, method: 'PUT' }, (response) =>
        response.on('data', (data: Buffer) => resolve(data.toString())),
      );
      request.on('error', reject);
      request.write('half');
      setTimeout(() => request.end('rest'), 400);
    });
    await sleep(100);
    await server.stop();
    expect(await upload).toBe('8');
    expect(await download).toBeGreaterThan(8 * 1024 * 1024);
  });

  it('a request that is on its way on an idle connection is answered', async () => {
    const server = await start();
    const text = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    await sleep(100);
    const stopped = server.stop();
    socket.write(text);
    await new Promise((resolve) => socket.once('close', resolve));
    await stopped;
    expect(answer.match(/hello world/g)).toHaveLength(2);
    expect(answer).toContain('Connection: close');
  });

  it('cuts off after the graceful time', async () => {
    const server = await start({ gracefulShutdownTimeout: 0.5 }, async () => {
      await sleep(60_000, undefined, { ref: false });
      return new Response();
    });
    const cut = listen(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await sleep(100);
    const started = performance.now();
    await server.stop();
    expect(performance.now() - started).toBeLessThan(1500);
    expect((await cut).answer).toBe('');
  });
});

describe('reload', () => {
  it('takes options and application anew, without dropping a connection', async () => {
    const lines: string[] = [];
    let generation = 0;
    const server = new Server(() => ({ ...basic, backlog: 10 + generation, logger: recording(lines) }), {
      embedded: true,
    });
    servers.push(server);
    await server.start(() => {
      const own = String(generation);
      return async () => Response.text(own);
    }, 0);
    const agent = new http.Agent({ keepAlive: true });
    const ask = async () => (await get({ host: server.host, port: server.port, agent })).text;
    expect(await ask()).toBe('0');
    const { port } = server;
    generation = 1;
    await server.reload();
    expect(server.port).toBe(port);
    // The kept connection belongs to the old application, which answers once more and closes it.
    expect(await ask()).toBe('0');
    expect(await ask()).toBe('1');
    agent.destroy();
  });

  it('keeps everything where the new options are wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wsgi-reload-'));
    folders.push(folder);
    const errors: unknown[] = [];
    const logger: Logger = {
      ...silentLogger,
      error: (_text, error) => void errors.push(error),
      named: () => logger,
    };
    const certFile = join(folder, 'lone.pem');
    await writeFile(certFile, '');
    let options: ServerOptions = { ...basic, logger };
    const server = await startFrom(() => options);
    options = { ...options, certFile };
    await server.reload();
    expect(errors).toEqual([expect.any(RuntimeError)]);
    expect(await (await fetch(url(server))).text()).toBe('hello world');
  });

  it('of many signals at once makes one more', async () => {
    const read = vi.fn(() => basic);
    const server = await startFrom(read);
    await Promise.all(Array.from({ length: 20 }, () => server.reload()));
    expect(read.mock.calls.length).toBeLessThanOrEqual(3);
  });
});
