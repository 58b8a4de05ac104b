// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { HttpError, Response } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { catchErrors } from './catch-errors.js';
import { correlationId } from './correlation-id.js';
import { gzip } from './gzip.js';
import { osprofiler } from './osprofiler.js';
import { requestId } from './request-id.js';
import { ssl } from './ssl.js';
import { ask, dependenciesWith, keeping } from './test-support.js';

const ID = /^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('request_id', () => {
  const filter = requestId(['x-compute-request-id'])({}, {});

  it('gives each request an id, in the environ and in the answer', async () => {
    const inner = keeping();
    const response = await ask(filter, {}, inner.application);
    const id = response.headers.get('x-openstack-request-id');
    expect(id).toMatch(ID);
    expect(response.headers.get('x-compute-request-id')).toBe(id);
    expect(inner.seen[0]?.environ).toMatchObject({ 'openstack.request_id': id });
    await ask(filter, {}, inner.application);
    expect(inner.seen[1]?.environ['openstack.request_id']).not.toBe(id);
  });

  it('takes a well-formed id of the client as the global one, and no other', async () => {
    const inner = keeping();
    const global = 'req-12345678-1234-1234-1234-123456789abc';
    await ask(filter, { headers: { 'X-Openstack-Request-Id': global } }, inner.application);
    await ask(filter, { headers: { 'X-Openstack-Request-Id': 'req-nonsense' } }, inner.application);
    expect(inner.seen.map((request) => request.environ['openstack.global_request_id'])).toEqual([global, undefined]);
    expect(inner.seen[0]?.environ['openstack.request_id']).not.toBe(global);
  });

  it("keeps an application's own header, and adds its own to an error", async () => {
    const own = await ask(filter, {}, async () => new Response(200, { 'X-OpenStack-Request-ID': 'mine' }));
    expect(own.headers.getAll('x-openstack-request-id')).toEqual(['mine']);
    const error = await ask(filter, {}, async () => Promise.reject(new HttpError(404)));
    expect([error.status, error.headers.get('x-openstack-request-id')]).toEqual([404, expect.stringMatching(ID)]);
  });
});

describe('catch_errors', () => {
  it('hides an error, and logs it with the request but without tokens', async () => {
    const dependencies = dependenciesWith();
    const asking = {
      path: '/a?b=1',
      headers: { 'X-Auth-Token': 'secret', 'X-Other': 'shown', Authorization: 'secret' },
    };
    const response = await ask(catchErrors(dependencies)({}, {}), asking, async () =>
      Promise.reject(new Error('inner words')),
    );
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('inner words');
    const [line] = dependencies.logger.at('error');
    expect(line).toMatch(/^An error occurred during processing the request: GET http:\/\/localhost\/a\?b=1/);
    expect(line).toContain('X-Other: shown');
    expect(line).not.toContain('secret');
  });

  it('lets answers and HTTP errors be what they are', async () => {
    const dependencies = dependenciesWith();
    const filter = catchErrors(dependencies)({}, {});
    expect((await ask(filter)).status).toBe(200);
    expect((await ask(filter, {}, async () => Promise.reject(new HttpError(409)))).status).toBe(409);
    expect(dependencies.logger.lines).toEqual([]);
  });
});

describe('osprofiler', () => {
  it('lets requests pass, and says once that nothing is profiled when it should be', async () => {
    const dependencies = dependenciesWith({ profiler: { enabled: true } });
    const factory = osprofiler(dependencies);
    expect(await (await ask(factory({}, { hmac_keys: 'SECRET_KEY' }))).text()).toBe('inner');
    factory({}, {});
    expect(dependencies.logger.at('warning')).toEqual(['[profiler] enabled has no effect: requests are not profiled']);
  });

  it('says nothing when it is off', () => {
    const dependencies = dependenciesWith();
    osprofiler(dependencies)({}, { enabled: 'yes' });
    expect(dependencies.logger.lines).toEqual([]);
  });
});

describe('ssl', () => {
  it('takes the scheme from a header', async () => {
    const inner = keeping();
    await ask(ssl(dependenciesWith())({}, {}), { headers: { 'X-Forwarded-Proto': 'https' } }, inner.application);
    await ask(ssl(dependenciesWith())({}, {}), {}, inner.application);
    const other = ssl(dependenciesWith())({}, { secure_proxy_ssl_header: 'X-Scheme' });
    await ask(other, { headers: { 'X-Scheme': 'https' } }, inner.application);
    expect(inner.seen.map((request) => request.scheme)).toEqual(['https', 'http', 'https']);
  });
});

describe('correlation_id', () => {
  it('adds an id where there is none', async () => {
    const inner = keeping();
    await ask(correlationId()({}, {}), {}, inner.application);
    await ask(correlationId()({}, {}), { headers: { 'X-Correlation-Id': 'mine' } }, inner.application);
    expect(inner.seen.map((request) => request.headers.get('X-Correlation-Id'))).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      'mine',
    ]);
  });
});

describe('gzip', () => {
  const filter = gzip(dependenciesWith())({}, {});
  const text = 'again '.repeat(1000);
  const bytesOf = async (response: Response) => {
    if (!(response.body instanceof Readable)) return Buffer.from(response.body ?? '');
    return Buffer.concat(await response.body.toArray());
  };

  it('compresses bytes and streams for a client that takes it', async () => {
    for (const body of [text, Readable.from([Buffer.from(text)])]) {
      const inner = async () => new Response(200, { 'Content-Length': '6000', 'Content-MD5': 'sum' }, body);
      const response = await ask(filter, { headers: { 'Accept-Encoding': 'br, gzip' } }, inner);
      const bytes = await bytesOf(response);
      expect(gunzipSync(bytes).toString()).toBe(text);
      expect(response.headers.get('Content-Encoding')).toBe('gzip');
      expect([undefined, String(bytes.length)]).toContain(response.headers.get('Content-Length'));
      expect(response.headers.get('Content-MD5')).toBe('sum');
    }
  });

  it.each([
    ['a client that does not', {}, 200, {}],
    ['a client that refuses it', { 'Accept-Encoding': 'gzip;q=0' }, 200, {}],
    ['a part of a file', { 'Accept-Encoding': 'gzip' }, 206, {}],
    ['what is compressed already', { 'Accept-Encoding': 'gzip' }, 200, { 'Content-Encoding': 'br' }],
  ])('leaves the answer as it is for %s', async (_what, headers, status, answered) => {
    const inner = async () => new Response(status, answered, text);
    const response = await ask(filter, { headers: headers }, inner);
    expect((await bytesOf(response)).toString()).toBe(text);
  });

  it('passes an error of the source on', async () => {
    const body = new Readable({
      read() {
        this.destroy(new Error('torn'));
      },
    });
    const response = await ask(
      filter,
      { headers: { 'Accept-Encoding': 'gzip' } },
      async () => new Response(200, {}, body),
    );
    await expect(bytesOf(response)).rejects.toThrow('torn');
  });
});
