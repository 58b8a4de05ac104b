// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { silentLogger } from '@stackport/config';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BadStoreConfiguration,
  BadStoreUri,
  MaxRedirectsExceeded,
  NotFound,
  RemoteServiceUnavailable,
  StoreAddDisabled,
  StoreDeleteNotSupported,
  StoreRandomGetNotSupported,
} from '../errors.js';
import { certificate, key } from './certificate.test-data.js';
import type { HttpOptions } from './http-options.js';
import { HttpStore } from './http-store.js';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (listener: RequestListener): Promise<string> => `http://${await listen(createServer(listener))}`;

async function newStore(given: Partial<HttpOptions> = {}): Promise<HttpStore> {
  const options = {
    https_ca_certificates_file: undefined,
    https_insecure: true,
    http_proxy_information: {},
    ...given,
  };
  const store = new HttpStore(options, silentLogger);
  await store.configure();
  cleanups.push(() => store.close());
  return store;
}

const at = (uri: string): { scheme: string; uri: string } => ({ scheme: 'http', uri });

/** Serves bytes with ranges, as web servers do. */
function withRanges(bytes: Buffer): RequestListener {
  return (request, response) => {
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (range === null)
      return void response
        .writeHead(200, { 'Content-Length': bytes.length })
        .end(request.method === 'HEAD' ? undefined : bytes);
    const first = Number(range[1]);
    if (first >= bytes.length)
      return void response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end('beyond the end');
    const last = Math.min(range[2] === '' ? Infinity : Number(range[2]), bytes.length - 1);
    response.writeHead(206, {
      'Content-Range': `bytes ${first}-${last}/${bytes.length}`,
      'Content-Length': last - first + 1,
    });
    response.end(bytes.subarray(first, last + 1));
  };
}

/** Serves the whole, whatever is asked for. */
const withoutRanges =
  (bytes: Buffer): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);

const status =
  (code: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);

describe('HttpStore.get', () => {
  it('gives an image', async () => {
    const bytes = randomBytes(1_000_000);
    const { data, size } = await (await newStore()).get(at(`${await serve(withRanges(bytes))}/image?x=1`), {});
    expect(size).toBe(bytes.length);
    expect((await buffer(data)).equals(bytes)).toBe(true);
  });

  it.each([
    ['a server with ranges', withRanges],
    ['a server without', withoutRanges],
  ])('gives ranges of %s', async (_, listener) => {
    const bytes = randomBytes(200_000);
    const uri = await serve(listener(bytes));
    const store = await newStore();
    const offsets = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        offsets,
        fc.option(fc.integer({ min: 0, max: 250_000 }), { nil: undefined }),
        async (offset, length) => {
          const expected = bytes.subarray(offset, length === undefined ? undefined : offset + length);
          const { data, size } = await store.get(at(uri), length === undefined ? { offset } : { offset, length });
          expect(size).toBe(expected.length);
          expect((await buffer(data)).equals(expected)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('asks for the bytes as they are, with the credentials of the URI', async () => {
    const seen: IncomingMessage[] = [];
    const uri = await serve((request, response) => {
      seen.push(request);
      response.end('x');
    });
    await buffer((await (await newStore()).get(at(uri.replace('://', '://me:p%40ss@')), {})).data);
    expect(seen[0]?.headers).toMatchObject({
      'accept-encoding': 'identity',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
    expect(seen[0]?.headers.range).toBeUndefined();
  });

  it('gives an image whose length the server does not tell', async () => {
    const uri = await serve((_, response) => {
      response.write('hello ');
      setTimeout(() => response.end('world'), 20);
    });
    const { data, size } = await (await newStore()).get(at(uri), {});
    expect([size, (await buffer(data)).toString()]).toEqual([undefined, 'hello world']);
  });

  it('refuses another range than the one that was asked for', async () => {
    const uri = await serve(status(206, 'abc', { 'Content-Range': 'bytes 0-2/10' }));
    await expect((await newStore()).get(at(uri), { offset: 5, length: 3 })).rejects.toThrow(StoreRandomGetNotSupported);
  });

  it('fails in the middle when the server does', async () => {
    const uri = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 1000 }).write('some');
      setTimeout(() => response.destroy(), 20);
    });
    const { data } = await (await newStore()).get(at(uri), {});
    await expect(buffer(data)).rejects.toThrow();
  });

  it('ends the connection when it is not read to the end', async () => {
    const closed: Promise<void>[] = [];
    const uri = await serve((_, response) => {
      closed.push(new Promise((resolve) => response.once('close', resolve)));
      const more = (): void => void response.write(Buffer.alloc(65536), () => response.destroyed || more());
      more();
    });
    const store = await newStore();
    for (const range of [{}, { offset: 10, length: 5 }]) (await store.get(at(uri), range)).data.destroy();
    await Promise.all(closed);
    expect(closed).toHaveLength(2);
  });

  it.each([
    [404, NotFound, 'HTTP datastore could not find image at URI.'],
    [403, BadStoreUri, 'HTTP URL /a/b returned a 403 status code. \nThe response body:\nno!'],
    [500, BadStoreUri, 'HTTP URL /a/b returned a 500 status code. \nThe response body:\nno!'],
    [303, BadStoreUri, 'The HTTP URL /a/b attempted to redirect with an invalid 303 status code.'],
    [304, BadStoreUri, 'The HTTP URL /a/b attempted to redirect with an invalid 304 status code.'],
    [307, BadStoreUri, 'The HTTP URL /a/b attempted to redirect with an invalid 307 status code.'],
  ])('%i is an error', async (code, kind, message) => {
    const uri = `${await serve(status(code, code === 304 ? '' : 'no!', { Location: '/c' }))}/a/b`;
    const error = await (await newStore()).get(at(uri), {}).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toBe(message);
  });

  it('416 is an error: the image is shorter than it should be', async () => {
    const uri = await serve(withRanges(Buffer.from('abc')));
    await expect((await newStore()).get(at(uri), { offset: 3 })).rejects.toThrow(
      'returned a 416 status code. \nThe response body:\nbeyond the end',
    );
  });

  it('keeps the beginning of an endless error', async () => {
    const uri = await serve((_, response) => {
      response.writeHead(500);
      const more = (): void => void response.write('e'.repeat(65536), () => response.destroyed || more());
      more();
    });
    const error = await (await newStore()).get(at(uri), {}).catch((failure: unknown) => failure);
    expect((error as Error).message.length).toBeLessThan(3000);
  });

  it('tells when nobody is there', async () => {
    const store = await newStore();
    await expect(store.get(at('http://127.0.0.1:1/a'), {})).rejects.toThrow(
      new RemoteServiceUnavailable('Remote server where the image is present is unavailable.'),
    );
    await expect(store.getSize(at('http://127.0.0.1:1/a'))).rejects.toThrow('The HTTP URL is invalid: ');
  });
});

describe('HttpStore and redirects', () => {
  /** `/n` leads to `/n-1`, `/0` is the image; with the targets as `target` makes them. */
  async function chain(target: (path: string) => string): Promise<{ uri: string; seen: IncomingMessage[] }> {
    const seen: IncomingMessage[] = [];
    const uri = await serve((request: IncomingMessage, response: ServerResponse) => {
      seen.push(request);
      const left = Number(request.url?.slice(1));
      if (left === 0)
        return void response
          .writeHead(200, { 'Content-Length': 5 })
          .end(request.method === 'HEAD' ? undefined : 'image');
      response.writeHead(left % 2 === 0 ? 301 : 302, { Location: target(`/${left - 1}`) }).end('elsewhere');
    });
    return { uri, seen };
  }

  it('follows up to the limit, to relative targets too', async () => {
    const { uri } = await chain((path) => path);
    const store = await newStore();
    expect((await buffer((await store.get(at(`${uri}/4`), {})).data)).toString()).toBe('image');
    expect(await store.getSize(at(`${uri}/4`))).toBe(5);
    const limit = new MaxRedirectsExceeded('The HTTP URL exceeded 5 maximum redirects.');
    await expect(store.get(at(`${uri}/5`), {})).rejects.toThrow(limit);
    await expect(store.getSize(at(`${uri}/5`))).rejects.toThrow(limit);
  });

  it('takes no credentials to the next server', async () => {
    const other = await chain((path) => path);
    const { uri } = await chain(() => `${other.uri}/0`);
    await buffer((await (await newStore()).get(at(`${uri.replace('://', '://me:secret@')}/1`), {})).data);
    expect(other.seen).toHaveLength(1);
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
  });

  it.each(['file:///etc/passwd', 'ftp://a/b', 'http://'])('does not follow to %s', async (target) => {
    const { uri } = await chain(() => target);
    await expect((await newStore()).get(at(`${uri}/1`), {})).rejects.toThrow(BadStoreUri);
  });
});

describe('HttpStore.getSize', () => {
  it('asks by HEAD', async () => {
    const methods: string[] = [];
    const uri = await serve((request, response) => {
      methods.push(request.method ?? '');
      withRanges(Buffer.alloc(1234))(request, response);
    });
    expect(await (await newStore()).getSize(at(uri))).toBe(1234);
    expect(methods).toEqual(['HEAD']);
  });

  it.each<[string, number | undefined, RequestListener]>([
    ['from the range', 7, withRanges(Buffer.alloc(7))],
    ['of nothing', 0, withRanges(Buffer.alloc(0))],
    ['from the whole', 9, withoutRanges(Buffer.alloc(9))],
    ['unknown', undefined, (_, response) => void response.write('x', () => response.end())],
  ])('of a server that has no HEAD: %s', async (_, size, listener) => {
    const uri = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405).end();
      else listener(request, response);
    });
    expect(await (await newStore()).getSize(at(uri))).toBe(size);
  });

  it('asks again when HEAD tells no length', async () => {
    const uri = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'Transfer-Encoding': 'chunked' }).end();
      else withRanges(Buffer.alloc(77))(request, response);
    });
    expect(await (await newStore()).getSize(at(uri))).toBe(77);
  });

  it.each([
    [404, NotFound],
    [500, BadStoreUri],
  ])('%i is an error', async (code, kind) => {
    await expect((await newStore()).getSize(at(await serve(status(code))))).rejects.toThrow(kind);
  });
});

describe('HttpStore and URIs', () => {
  it.each([
    ['ftp://a/b', 'Location URI must start with one of the following schemas: https://, http://'],
    ['HTTP://a/b', 'Location URI must start with one of the following schemas: https://, http://'],
    ['http://', 'The Store URI was malformed: http://'],
    ['http:///path', 'The Store URI was malformed: http:///path'],
    ['http://host:port/path', 'The Store URI was malformed: http://host:port/path'],
    ['http://host:99999/path', 'The Store URI was malformed: http://host:99999/path'],
    ['http://[::1]:x/path', 'The Store URI was malformed: http://[::1]:x/path'],
    ['http://user@host/path', 'Credentials are not well-formatted.'],
    ['http://a:b@c@host/path', 'Credentials are not well-formatted.'],
    ['http://user:secret@ho st/', 'The Store URI was malformed: http://***@ho st/'],
  ])('%s is malformed', async (uri, message) => {
    const store = await newStore();
    expect(() => store.locationOf(uri)).toThrow(new BadStoreUri(message));
  });

  it.each(['http://a', 'https://a:1/b?c#d', 'http://[::1]:80/b', 'http://u:p@a/b'])(
    '%s is none of them',
    async (uri) => {
      const store = await newStore();
      expect(store.locationOf(uri).scheme).toBe(uri.split(':')[0]);
    },
  );
});

describe('HttpStore and its options', () => {
  const secureUri = async (): Promise<string> => {
    const address = await listen(createSecureServer({ cert: certificate, key }, status(200, 'secret')));
    return `https://${address}/image`;
  };

  it('takes any certificate, unless it is told not to', async () => {
    const uri = await secureUri();
    expect((await buffer((await (await newStore()).get(at(uri), {})).data)).toString()).toBe('secret');
    await expect((await newStore({ https_insecure: false })).get(at(uri), {})).rejects.toThrow(
      RemoteServiceUnavailable,
    );
  });

  it('checks against the file of authorities, whatever https_insecure says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'http-store-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, certificate);
    const store = await newStore({ https_ca_certificates_file: file });
    const uri = await secureUri();
    expect((await buffer((await store.get(at(uri), {})).data)).toString()).toBe('secret');
    const missing = newStore({ https_ca_certificates_file: join(folder, 'none') });
    await expect(missing).rejects.toThrow(BadStoreConfiguration);
  });

  it('goes through the proxy of a scheme', async () => {
    const asked: string[] = [];
    const proxy = await listen(
      createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('by proxy');
      }),
    );
    const store = await newStore({ http_proxy_information: { http: proxy } });
    expect((await buffer((await store.get(at('http://images.example/a'), {})).data)).toString()).toBe('by proxy');
    expect(asked).toEqual(['http://images.example/a']);
    const bad = newStore({ http_proxy_information: { https: 'http://:x' } });
    await expect(bad).rejects.toThrow(BadStoreConfiguration);
  });

  it('writes and deletes nothing', async () => {
    const store = await newStore();
    await expect(store.add()).rejects.toThrow(StoreAddDisabled);
    await expect(store.delete()).rejects.toThrow(StoreDeleteNotSupported);
  });
});
