// SPDX-License-Identifier: Apache-2.0
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Configuration, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declareClientOptions } from './auth-options.js';
import type { ClientSession } from './client-session.js';
import { EndpointNotFound, ServiceUnreachable } from './errors.js';
import { FakeKeystone } from './fake-keystone.js';
import { sessionFromOptions } from './session-from-options.js';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let keystone: FakeKeystone;
let service: Server;
let url: string;
let asked: Asked[];
let statuses: number[];
const sessions: ClientSession[] = [];
const section = declareClientOptions('cinder');
const serviceUser = declareClientOptions('service_user');

beforeEach(async () => {
  keystone = await new FakeKeystone().listen();
  asked = [];
  statuses = [];
  service = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      const status = statuses.shift() ?? 200;
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ status }));
    })();
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  keystone.catalog = [{ type: 'volumev3', endpoints: [{ interface: 'public', region: 'R', url: `${url}/v3/own` }] }];
});

afterEach(async () => {
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
  await keystone.close();
  for (const session of sessions.splice(0)) await session.close();
});

function session(values: Record<string, unknown> = {}, withServiceUser = false): ClientSession {
  const account = { auth_type: 'password', auth_url: keystone.url, username: 'nova', password: 'secret' };
  const configuration = Configuration.of([section, serviceUser], {
    cinder: { ...account, ...values },
    service_user: account,
  });
  const defaults = { serviceType: 'volumev3', ...(withServiceUser ? { serviceUser } : {}) };
  const made = sessionFromOptions(configuration, section, defaults, silentLogger);
  sessions.push(made);
  return made;
}

const user = () => ({
  authToken: 'user-token',
  requestId: 'req-1',
  serviceCatalog: [{ type: 'volumev3', endpoints: [{ region: 'R', publicURL: `${url}/v3/users` }] }],
});

describe('ClientSession', () => {
  it("asks in the service's own name: token and endpoint from Keystone", async () => {
    const response = await session().request({ path: '/volumes', query: { limit: '2', status: ['a', 'b'] } });
    expect([response.status, await response.json()]).toEqual([200, { status: 200 }]);
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/v3/own/volumes?limit=2&status=a&status=b' });
    expect(asked[0]?.headers).toMatchObject({ 'x-auth-token': 'service-1' });
  });

  it("asks on a user's behalf: that token, catalog and request id, and the service token beside them", async () => {
    const response = await session({}, true).request({
      method: 'POST',
      path: '/volumes',
      json: { volume: {} },
      headers: { 'OpenStack-API-Version': 'volume 3.70' },
      onBehalfOf: { ...user(), globalRequestId: 'req-0' },
    });
    expect(response.status).toBe(200);
    await response.drop();
    expect(asked[0]).toMatchObject({
      url: '/v3/users/volumes',
      body: '{"volume":{}}',
      headers: {
        'content-type': 'application/json',
        'x-auth-token': 'user-token',
        'x-service-token': 'service-1',
        'x-openstack-request-id': 'req-0',
        'openstack-api-version': 'volume 3.70',
      },
    });
  });

  it('streams a body up', async () => {
    const body = Readable.from([Buffer.from('ab'), Buffer.from('cd')]);
    const response = await session().request({ method: 'PUT', path: '/file', body });
    expect(response.status).toBe(200);
    await response.drop();
    expect(asked[0]?.body).toBe('abcd');
  });

  it('renews its own token on a 401, once', async () => {
    statuses.push(401);
    expect((await session().request({ path: '/volumes' })).status).toBe(200);
    expect(asked.map((one) => one.headers['x-auth-token'])).toEqual(['service-1', 'service-2']);
    statuses.push(401, 401);
    expect((await session().request({ path: '/volumes' })).status).toBe(401);
  });

  it("leaves a user's 401 to the caller", async () => {
    statuses.push(401);
    expect((await session().request({ path: '/volumes', onBehalfOf: user() })).status).toBe(401);
    expect(asked).toHaveLength(1);
  });

  it('repeats an answer of 503 as often as it is told, and not for a POST', async () => {
    const values = { status_code_retries: 2, status_code_retry_delay: 0.01 };
    statuses.push(503, 503);
    expect((await session(values).request({ path: '/volumes' })).status).toBe(200);
    statuses.push(503);
    expect((await session(values).request({ method: 'POST', path: '/volumes', json: {} })).status).toBe(503);
  });

  it('throws for a service that is not there, after the repetitions', async () => {
    const values = { endpoint_override: 'http://127.0.0.1:1', connect_retries: 1, connect_retry_delay: 0.01 };
    const failure = session(values).request({ path: '/volumes', onBehalfOf: user() });
    await expect(failure).rejects.toThrow(ServiceUnreachable);
    await expect(failure).rejects.toThrow(/Unable to establish connection to http:\/\/127\.0\.0\.1:1\/volumes/);
  });

  it('throws for an endpoint that no catalog has', async () => {
    await expect(session({ region_name: 'X' }).request({ path: '/' })).rejects.toThrow(EndpointNotFound);
  });

  it('gives up at the time limit', async () => {
    const slow = createServer(() => undefined);
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const values = { endpoint_override: `http://127.0.0.1:${(slow.address() as AddressInfo).port}`, timeout: 1 };
    await expect(session(values).request({ path: '/', onBehalfOf: user() })).rejects.toThrow(ServiceUnreachable);
    slow.closeAllConnections();
    slow.close();
  });
});
