// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { httpProxyToWsgi } from './http-proxy-to-wsgi.js';
import { dependenciesWith, keeping, requestFor } from './test-support.js';

async function forwarded(headers: Record<string, string>, enabled = true) {
  const dependencies = dependenciesWith({ oslo_middleware: { enable_proxy_headers_parsing: enabled } });
  const inner = keeping();
  const request = requestFor({
    path: '/v2',
    scriptName: '/image',
    host: 'inner:9292',
    headers: { Host: 'inner:9292', ...headers },
  });
  await httpProxyToWsgi(dependencies)({}, {})(inner.application)(request);
  const seen = inner.seen[0]!;
  return { url: seen.url, client: seen.remoteAddress, host: seen.headers.get('Host') };
}

const unchanged = { url: 'http://inner:9292/image/v2', client: '127.0.0.1', host: 'inner:9292' };
const older = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'cloud', 'X-Forwarded-For': '192.0.2.1' };

describe('http_proxy_to_wsgi', () => {
  it('believes nobody unless told to', async () => {
    expect(await forwarded({ ...older, Forwarded: 'proto=https' }, false)).toEqual(unchanged);
  });

  it('reads the first entry of Forwarded', async () => {
    const header = 'For=192.0.2.60; Proto=https;host=cloud:443, for=10.0.0.1;proto=http';
    expect(await forwarded({ Forwarded: header })).toEqual({
      url: 'https://cloud:443/image/v2',
      client: '192.0.2.60',
      host: 'cloud:443',
    });
    expect(await forwarded({ Forwarded: 'host="cloud:8443";for="[2001:db8::1]"' })).toMatchObject({
      url: 'http://cloud:8443/image/v2',
      client: '[2001:db8::1]',
    });
  });

  it('reads the older headers where there is no Forwarded, and only there', async () => {
    expect(await forwarded(older)).toEqual({ url: 'https://cloud/image/v2', client: '192.0.2.1', host: 'cloud' });
    expect(await forwarded({ ...older, Forwarded: 'by=x' })).toEqual(unchanged);
    expect(await forwarded({})).toEqual(unchanged);
  });

  it('puts the prefix before the path', async () => {
    expect((await forwarded({ 'X-Forwarded-Prefix': '/cloud' })).url).toBe('http://inner:9292/cloud/image/v2');
  });
});
