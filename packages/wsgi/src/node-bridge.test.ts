// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import net from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import { silentLogger } from '@stackport/config';
import { afterEach, describe, expect, it } from 'vitest';
import type { Application } from './application.js';
import { HttpError } from './http-error.js';
import { type BridgeOptions, NodeBridge } from './node-bridge.js';
import type { Request } from './request.js';
import { ClientDisconnectedError } from './request-body.js';
import { Response } from './response.js';

const servers: http.Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(application: Application, options: BridgeOptions = {}): Promise<number> {
  const bridge = new NodeBridge(application, options);
  const server = http
    .createServer({ maxHeaderSize: 65_536 }, bridge.onRequest)
    .on('checkContinue', bridge.onCheckContinue);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as net.AddressInfo).port;
}

/** Sends bytes as they are and returns everything that comes back until the server closes. */
function raw(port: number, text: string | Buffer, options: { end?: boolean } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('end', () => socket.end());
    socket.on('error', reject);
    socket.write(text);
    if (options.end === true) socket.end();
  });
}

/** One request on a connection of its own. */
function ask(port: number, target: string, headers = '', method = 'GET', body = ''): Promise<string> {
  return raw(port, `${method} ${target} HTTP/1.1\r\nHost: here:1\r\nConnection: close\r\n${headers}\r\n${body}`);
}

const bodyOf = (answer: string): string =>
  Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1').toString();
const headOf = (answer: string): string => answer.slice(0, answer.indexOf('\r\n\r\n')).toLowerCase();

interface Line {
  level: string;
  name: string;
  message: string;
  error?: unknown;
}

function recordingLogger(lines: Line[], name = ''): Logger {
  const at = (level: string) => (message: string, error?: unknown) => void lines.push({ level, name, message, error });
  return {
    ...silentLogger,
    info: at('info'),
    error: at('error'),
    critical: at('critical'),
    isEnabledFor: () => true,
    named: (other) => recordingLogger(lines, other),
  };
}

describe('the request', () => {
  const parts: Application = async (request) =>
    Response.json([
      request.method,
      request.scriptName,
      request.pathInfo,
      request.queryString,
      request.host,
      request.scheme,
      request.httpVersion,
    ]);

  it.each([
    ['/v2/images?limit=1&x=%20', ['GET', '', '/v2/images', 'limit=1&x=%20', 'here:1', 'http', '1.1']],
    ['/a%2Fb%20c/%C3%A9', ['GET', '', '/a/b c/é', '', 'here:1', 'http', '1.1']],
    ['//double//slash', ['GET', '', '//double//slash', '', 'here:1', 'http', '1.1']],
    ['http://other:9292/v2?a=b', ['GET', '', '/v2', 'a=b', 'other:9292', 'http', '1.1']],
    ['http://user@other?a=b', ['GET', '', '/', 'a=b', 'other', 'http', '1.1']],
    ['/%zz/100%', ['GET', '', '/%zz/100%', '', 'here:1', 'http', '1.1']],
    ['/?', ['GET', '', '/', '', 'here:1', 'http', '1.1']],
  ])('has the parts of %s', async (target, expected) => {
    expect(JSON.parse(bodyOf(await ask(await serve(parts), target)))).toEqual(expected);
  });

  it('OPTIONS * has the asterisk', async () => {
    expect(JSON.parse(bodyOf(await ask(await serve(parts), '*', '', 'OPTIONS')))).toContain('*');
  });

  it('a path of bare UTF-8 bytes is a 400', async () => {
    const port = await serve(parts);
    expect(await raw(port, Buffer.from('GET /é HTTP/1.1\r\nHost: a\r\n\r\n', 'utf8'))).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(['/%ff', '/%C3/x', '/a%80b'])('a path that is no UTF-8 (%s) is a 400', async (target) => {
    expect(await ask(await serve(parts), target)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });

  it('has the headers, repeated ones joined, and the address of the client', async () => {
    const port = await serve(async (request) => Response.json([request.headers.get('x-a'), request.remoteAddress]));
    expect(JSON.parse(bodyOf(await ask(port, '/', 'X-A: 1\r\nx-a: 2\r\n')))).toEqual(['1, 2', '127.0.0.1']);
  });

  it('has no body where none is announced, and GET may have one', async () => {
    const port = await serve(async (request) => Response.text(`[${(await request.bytes()).toString()}]`));
    expect(bodyOf(await ask(port, '/'))).toBe('[]');
    expect(bodyOf(await ask(port, '/', 'Content-Length: 3\r\n', 'GET', 'abc'))).toBe('[abc]');
  });
});

describe('the answer', () => {
  it('of bytes has Content-Length, Date and the reason phrase of webob', async () => {
    const answer = await ask(await serve(async () => Response.text('héllo', 413)), '/');
    expect(answer).toMatch(/^HTTP\/1\.1 413 Request Entity Too Large\r\n/);
    expect(headOf(answer)).toContain('\r\ncontent-length: 6');
    expect(headOf(answer)).toMatch(/\r\ndate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} gmt/);
    expect(headOf(answer)).not.toContain('transfer-encoding');
  });

  it('without a body says so', async () => {
    const answer = await ask(await serve(async () => new Response(200)), '/');
    expect(headOf(answer)).toContain('content-length: 0');
    expect(bodyOf(answer)).toBe('');
  });

  it('of a stream is chunked, or has the length that it declares', async () => {
    const body = () => Readable.from(['one', 'two']);
    const chunked = await ask(await serve(async () => new Response(200, {}, body())), '/');
    expect(headOf(chunked)).toContain('transfer-encoding: chunked');
    expect(bodyOf(chunked)).toBe('3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n');
    const declared = await ask(await serve(async () => new Response(200, { 'Content-Length': '6' }, body())), '/');
    expect(headOf(declared)).not.toContain('transfer-encoding');
    expect(bodyOf(declared)).toBe('onetwo');
  });

  it('of a stream to HTTP/1.0 ends with the connection', async () => {
    const port = await serve(async () => new Response(200, {}, Readable.from(['one', 'two'])));
    const answer = await raw(port, 'GET / HTTP/1.0\r\n\r\n');
    expect(headOf(answer)).not.toContain('chunked');
    expect(bodyOf(answer)).toBe('onetwo');
  });

  it.each([
    ['bytes', () => Response.text('hello'), 'content-length: 5'],
    ['a stream', () => new Response(200, { 'Content-Length': '7' }, Readable.from(['1234567'])), 'content-length: 7'],
    ['its length alone', () => new Response(200, { 'Content-Length': '99' }), 'content-length: 99'],
  ])('to HEAD with %s has the headers and no body', async (_what, make, expected) => {
    const answer = await ask(await serve(async () => make()), '/', '', 'HEAD');
    expect(headOf(answer)).toContain(expected);
    expect(bodyOf(answer)).toBe('');
  });

  it.each([204, 304])('%i has no body, and its stream is closed', async (status) => {
    const body = Readable.from(['nobody reads this']);
    const answer = await ask(await serve(async () => new Response(status, {}, body)), '/');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(headOf(answer)).not.toMatch(/transfer-encoding|content-length/);
    expect(bodyOf(answer)).toBe('');
    expect(body.destroyed).toBe(true);
  });

  it('replaces a Content-Length that the bytes do not have', async () => {
    const answer = await ask(await serve(async () => new Response(200, { 'Content-Length': '99' }, 'hello')), '/');
    expect(headOf(answer)).toContain('content-length: 5');
  });

  it('with a stream longer than declared is cut, and one shorter is torn, and both are logged', async () => {
    const lines: Line[] = [];
    const logger = recordingLogger(lines);
    const long = await ask(
      await serve(async () => new Response(200, { 'Content-Length': '4' }, Readable.from(['123', '456'])), {
        logger,
      }),
      '/',
    );
    expect(bodyOf(long)).toBe('123');
    const short = await ask(
      await serve(async () => new Response(200, { 'Content-Length': '9' }, Readable.from(['123'])), {
        logger,
      }),
      '/',
    );
    expect(bodyOf(short)).toBe('123');
    expect(lines.filter((line) => line.level === 'error').map((line) => String(line.error))).toEqual([
      expect.stringContaining('longer than its Content-Length of 4'),
      expect.stringContaining('3 bytes of the 9'),
    ]);
  });

  it('of a stream that fails at once is a 500, and later a torn answer', async () => {
    const lines: Line[] = [];
    const failing = (before: string[]) =>
      Readable.from(
        (async function* () {
          yield* before;
          throw new Error('the disk is gone');
        })(),
      );
    const early = await ask(
      await serve(async () => new Response(200, {}, failing([])), { logger: recordingLogger(lines) }),
      '/',
    );
    expect(early).toMatch(/^HTTP\/1\.1 500 /);
    expect(early).not.toContain('disk');
    const late = await ask(
      await serve(async () => new Response(200, {}, failing(['abc'])), { logger: recordingLogger(lines) }),
      '/',
    );
    expect(bodyOf(late)).toBe('3\r\nabc\r\n');
    expect(lines.filter((line) => line.level === 'error')).toHaveLength(2);
  });

  it('has header values beyond latin1 as UTF-8', async () => {
    const answer = await ask(await serve(async () => new Response(200, { 'X-Name': '日本 é' })), '/');
    expect(Buffer.from(answer, 'latin1').toString()).toContain('X-Name: 日本 é');
  });

  it('has repeated headers one by one, and none that belong to the connection', async () => {
    const port = await serve(async () => {
      const response = new Response(200, { 'Transfer-Encoding': 'chunked', 'Keep-Alive': 'x' }, 'hello');
      response.headers.append('Set-Cookie', 'a');
      response.headers.append('Set-Cookie', 'b');
      return response;
    });
    const answer = await ask(port, '/');
    expect(headOf(answer)).toContain('set-cookie: a\r\nset-cookie: b');
    expect(headOf(answer)).not.toMatch(/transfer-encoding|keep-alive/);
    expect(bodyOf(answer)).toBe('hello');
  });

  it.each([0, 100, 199, 1000, Number.NaN, 200.5])('of status %d is a 500', async (status) => {
    expect(await ask(await serve(async () => new Response(status)), '/')).toMatch(/^HTTP\/1\.1 500 /);
  });
});

/** An application that throws what is not always an Error, as a library might. */
function throwing(error: unknown): Application {
  return async () => {
    throw error;
  };
}

describe('errors', () => {
  it('an HttpError answers for itself', async () => {
    const port = await serve(async () => {
      throw new HttpError(404, 'no such <image>', { headers: { 'X-Why': 'gone' } });
    });
    const answer = await ask(port, '/', 'Accept: application/json\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    expect(headOf(answer)).toContain('x-why: gone');
    expect(JSON.parse(bodyOf(answer))).toMatchObject({ code: '404 Not Found' });
  });

  it.each([
    [{ status: 409, message: 'in use' }, 409, 'in use'],
    [{ status: 503, message: 'secret text' }, 503, 'currently unavailable'],
    [{ status: 418, toResponse: () => Response.text('its own', 299) }, 299, 'its own'],
  ])('an object with a status answers by it: %o', async (error, status, text) => {
    const answer = await ask(await serve(throwing(error)), '/');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(text);
    expect(answer).not.toContain('secret');
  });

  it.each([new Error('secret'), { status: 200 }, { status: 'x' }, undefined, 'secret'])(
    "anything else (%s) is logged and answered by webob's page for 500",
    async (error) => {
      const lines: Line[] = [];
      const answer = await ask(await serve(throwing(error), { logger: recordingLogger(lines) }), '/path');
      expect(answer).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/);
      expect(answer).toContain('<title>500 Internal Server Error</title>');
      expect(answer).not.toContain('secret');
      expect(lines.filter((line) => line.level === 'error')).toEqual([
        {
          level: 'error',
          name: 'eventlet.wsgi.server',
          message: expect.stringContaining('GET /path') as string,
          error,
        },
      ]);
    },
  );

  it('an error thrown before the first await is no different', async () => {
    const port = await serve(() => {
      throw new Error('at once');
    });
    expect(await ask(port, '/')).toMatch(/^HTTP\/1\.1 500 /);
  });
});

describe('connections', () => {
  it('are kept and used again', async () => {
    const port = await serve(async (request) => Response.text(request.pathInfo));
    const answer = await raw(
      port,
      'GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(answer.toLowerCase().match(/connection: /g)).toEqual(['connection: ']);
    expect(answer).toContain('\r\n\r\n/aHTTP/1.1');
  });

  it('answers to pipelined requests come in order', async () => {
    const port = await serve(async (request) => {
      if (request.pathInfo === '/a') await sleep(100);
      return new Response(200, {}, Readable.from([request.pathInfo]));
    });
    const answer = await raw(
      port,
      'GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer.indexOf('\r\n/a\r\n')).toBeGreaterThan(0);
    expect(answer.indexOf('\r\n/b\r\n')).toBeGreaterThan(answer.indexOf('\r\n/a\r\n'));
  });

  it('say keep-alive to those who asked for it, and close where the option or the application says so', async () => {
    const hello: Application = async () => Response.text('hello');
    const twice =
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect(headOf(await raw(await serve(hello), twice))).toMatch(/connection: keep-alive$/m);
    expect(headOf(await raw(await serve(hello, { keepAlive: false }), twice))).toContain('connection: close');
    const closing: Application = async () => new Response(200, { Connection: 'close' });
    expect((await raw(await serve(closing), twice)).match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });

  it('with HTTP/1.0 are kept where the client asks for it', async () => {
    const port = await serve(async () => Response.text('hello'));
    const answer = await raw(port, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n');
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  it('a header line over the limit is a 400, a request line over 8192 bytes a 414', async () => {
    const port = await serve(async () => Response.text('hello'), { maxHeaderLine: 16_384 });
    expect(await ask(port, '/', `X: ${'a'.repeat(16_000)}\r\nY: ${'b'.repeat(16_000)}\r\n`)).toMatch(/^HTTP\/1\.1 200/);
    expect(await ask(port, '/', `X: ${'a'.repeat(16_384)}\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask(port, `/${'a'.repeat(8000)}`)).toMatch(/^HTTP\/1\.1 200/);
    expect(await ask(port, `/${'a'.repeat(8192)}`)).toMatch(/^HTTP\/1\.1 414 Request URI Too Long\r\n/);
  });

  it('so many requests are answered at a time; further ones wait (N4-07)', async () => {
    let running = 0;
    let most = 0;
    const port = await serve(
      async () => {
        most = Math.max(most, ++running);
        await sleep(50);
        running -= 1;
        return new Response();
      },
      { poolSize: 3 },
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(port, '/')));
    expect(answers.every((answer) => answer.startsWith('HTTP/1.1 200'))).toBe(true);
    expect(most).toBe(3);
  });

  it('each request is logged as eventlet does, with the bytes written and X-Forwarded-For', async () => {
    const lines: Line[] = [];
    const port = await serve(async () => Response.text('hello'), { logger: recordingLogger(lines) });
    const answer = await ask(port, '/v2?a=b', 'X-Forwarded-For: 10.0.0.9, 10.0.0.8\r\n');
    const [line] = lines.filter((one) => one.name === 'eventlet.wsgi.server' && one.level === 'info');
    expect(line?.message).toMatch(
      /^10\.0\.0\.9,10\.0\.0\.8,127\.0\.0\.1 - - \[\d\d\/\w{3}\/\d{4} [\d:]{8}\] "GET \/v2\?a=b HTTP\/1\.1" 200 \d+ \d+\.\d{6}$/,
    );
    expect(line?.message).toContain(` 200 ${answer.length} `);
  });
});

describe('request bodies', () => {
  const put = (port: number, headers: string, body: string | Buffer = '') =>
    raw(
      port,
      Buffer.concat([
        Buffer.from(`PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`),
        Buffer.from(body),
      ]),
    );
  const echo: Application = async (request) => Response.text((await request.bytes()).toString());

  it('come by length and in chunks', async () => {
    const port = await serve(echo);
    expect(bodyOf(await put(port, 'Content-Length: 5\r\n', 'hello'))).toBe('hello');
    expect(bodyOf(await put(port, 'Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'))).toBe('abcde');
  });

  it.each([
    ['by length', 'Content-Length: 1000\r\n\r\nabc'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  ])('cut in the middle (%s) are an error for the application', async (_how, rest) => {
    let torn: unknown;
    let got = '';
    const failed = new Promise<void>((resolve) => {
      void serve(async (request) => {
        try {
          for await (const chunk of request.body) got += (chunk as Buffer).toString();
        } catch (error) {
          torn = error;
        }
        resolve();
        return new Response();
      }).then((port) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write(`PUT / HTTP/1.1\r\nHost: x\r\n${rest}`));
        setTimeout(() => socket.destroy(), 100);
      });
    });
    await failed;
    expect(torn).toBeInstanceOf(ClientDisconnectedError);
    expect(got).toBe('abc');
  });

  it('cut before the application begins to read are an error for it too', async () => {
    const torn = await new Promise((resolve) => {
      void serve(async (request) => {
        await sleep(200);
        await request.bytes().then(resolve, resolve);
        return new Response();
      }).then((port) => {
        const socket = net.connect(port, '127.0.0.1', () =>
          socket.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc'),
        );
        setTimeout(() => socket.destroy(), 50);
      });
    });
    expect(torn).toBeInstanceOf(ClientDisconnectedError);
  });

  it('cut while the application reads nothing are no uncaught error, and told when it reads on', async () => {
    const torn = await new Promise((resolve) => {
      void serve(async (request) => {
        await request.body.iterator({ destroyOnReturn: false }).next();
        await new Promise((closed) => request.body.once('close', closed));
        await request.bytes().then(resolve, resolve);
        return new Response();
      }).then((port) => {
        const socket = net.connect(port, '127.0.0.1', () =>
          socket.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc'),
        );
        setTimeout(() => socket.destroy(), 100);
      });
    });
    expect(torn).toBeInstanceOf(ClientDisconnectedError);
  });

  it('a torn upload is no error in the log', async () => {
    const lines: Line[] = [];
    const port = await serve(echo, { logger: recordingLogger(lines) });
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc'),
    );
    setTimeout(() => socket.destroy(), 50);
    await sleep(200);
    expect(lines.map((line) => line.level)).not.toContain('error');
    expect(lines.some((line) => line.message.includes('closed the connection before the end'))).toBe(true);
  });

  it('an application that gives up in the middle still has its answer delivered', async () => {
    const limited: Application = async (request) => {
      let bytes = 0;
      for await (const chunk of request.body) {
        bytes += (chunk as Buffer).length;
        if (bytes > 100_000) throw new HttpError(413);
      }
      return new Response();
    };
    const answer = await put(await serve(limited), 'Content-Length: 5000000\r\n', Buffer.alloc(5_000_000));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('a failed pipeline leaves the connection open for the answer', async () => {
    const failing: Application = async (request) => {
      await pipeline(request.body, async function* (source) {
        for await (const chunk of source) {
          yield chunk;
          throw new HttpError(409, 'conflict');
        }
      });
      return new Response();
    };
    expect(await put(await serve(failing), 'Content-Length: 2000000\r\n', Buffer.alloc(2_000_000))).toMatch(
      /^HTTP\/1\.1 409 /,
    );
  });

  it('not read at all are dropped, and the connection is used again', async () => {
    const port = await serve(async (request) => Response.text(request.pathInfo));
    const first = `PUT /first HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(300_000)}`;
    const answer = await raw(port, `${first}GET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain('/first');
    expect(answer).toContain('/second');
  });

  it('announced beyond the limit are refused by closing after the answer', async () => {
    const port = await serve(async () => Response.text('no', 413), { drainLimit: 1000 });
    const answer = await raw(port, 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nabc');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(headOf(answer)).toContain('connection: close');
  }, 40_000);

  it('that go on beyond the limit in chunks end with the connection', async () => {
    const port = await serve(async () => Response.text('no', 413), { drainLimit: 100_000 });
    const chunk = `2710\r\n${'x'.repeat(10_000)}\r\n`;
    const answer = await raw(
      port,
      `PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(30)}`,
    ).catch(String);
    expect(answer).toMatch(/^HTTP\/1\.1 413 |ECONNRESET/);
  });

  it('more bytes than announced are not part of it, and no request of their own', async () => {
    const bodies: string[] = [];
    const port = await serve(async (request) => {
      bodies.push((await request.bytes()).toString());
      return new Response();
    });
    const answer = await raw(port, 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGARBAGE\r\n\r\n');
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(bodies).toEqual(['abc']);
  });

  it.each(['-1', 'abc', '3, 4', '1e3'])('a Content-Length of %s is a 400', async (length) => {
    expect(await put(await serve(echo), `Content-Length: ${length}\r\n`, 'abc')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('with both a length and chunks are a 400', async () => {
    const answer = await put(await serve(echo), 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('Expect: 100-continue', () => {
  const expecting = 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';

  function talk(port: number): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const seen: string[] = [];
      const socket = net.connect(port, '127.0.0.1', () => socket.write(expecting));
      socket.on('data', (data) => {
        seen.push(data.toString());
        if (data.toString().startsWith('HTTP/1.1 100')) socket.end('abc');
      });
      socket.on('close', () => resolve(seen));
      socket.on('error', reject);
    });
  }

  it('is answered when the application starts to read', async () => {
    let readAt = 0;
    const port = await serve(async (request) => {
      await sleep(200);
      readAt = performance.now();
      return Response.text((await request.bytes()).toString());
    });
    const started = performance.now();
    const seen = await talk(port);
    expect(seen[0]).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect(readAt - started).toBeGreaterThan(150);
    expect(bodyOf(seen.slice(1).join(''))).toBe('abc');
  });

  it('is not answered where the application does not read: the answer closes the connection', async () => {
    const seen = await talk(await serve(async () => Response.text('no', 401)));
    expect(seen.join('')).toMatch(/^HTTP\/1\.1 401 /);
    expect(headOf(seen.join(''))).toContain('connection: close');
  });

  it('another expectation is a 417', async () => {
    const answer = await ask(await serve(async () => new Response()), '/', 'Expect: 200-ok\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 417 /);
  });
});

describe('a client that goes away', () => {
  it('during a download ends the stream', async () => {
    const ended = new Promise<Readable>((resolve) => {
      void serve(async () => {
        const body = new Readable({
          read() {
            this.push(Buffer.alloc(65_536));
          },
        });
        body.once('close', () => resolve(body));
        return new Response(200, {}, body);
      }).then((port) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
        socket.once('data', () => socket.destroy());
      });
    });
    expect((await ended).destroyed).toBe(true);
  });

  it('before the answer ends its stream unread', async () => {
    const body = Readable.from(['never sent']);
    const port = await serve(async () => {
      await sleep(150);
      return new Response(200, {}, body);
    });
    const socket = net.connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    setTimeout(() => socket.destroy(), 50);
    await new Promise((resolve) => body.once('close', resolve));
    expect(body.destroyed).toBe(true);
  });

  it('behind another request on the same connection ends its stream too', async () => {
    const body = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
    const port = await serve(async (request: Request) => {
      if (request.pathInfo === '/slow') await sleep(60_000, undefined, { ref: false });
      return new Response(200, {}, body);
    });
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    setTimeout(() => socket.destroy(), 200);
    await new Promise((resolve) => body.once('close', resolve));
    expect(body.destroyed).toBe(true);
  });
});
