// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { Configuration, silentLogger } from '@stackport/config';
import { HeaderMap, HttpError, Request, type Response } from '@stackport/wsgi';
import { beforeEach, describe, expect, it } from 'vitest';
import { NeutronClientException } from '../errors/network.js';
import { FixedIpNotFoundForAddress, NoPortOfProvider } from '../errors/network.js';
import { InstanceNotFound } from '../errors/instances.js';
import { novaOptionGroups } from '../options/index.js';
import { metadataApplication } from './metadata-application.js';
import type { MetadataServers } from './metadata-finder.js';
import type { MetadataServer } from './metadata-server.js';
import { passwordOf } from './password.js';
import { serverOf, UUID, vendorDataOf } from './test-support.js';

const SECRET = 'shared';

/** Servers by their ids, and how often they were looked for. */
class KeptServers implements MetadataServers {
  readonly servers = new Map<string, MetadataServer>([[UUID, serverOf()]]);
  looks = 0;

  get(uuid: string): Promise<MetadataServer> {
    this.looks += 1;
    const server = this.servers.get(uuid);
    return server === undefined ? Promise.reject(new InstanceNotFound(uuid)) : Promise.resolve(server);
  }

  setPassword(uuid: string, metadata: Readonly<Record<string, string>>): Promise<boolean> {
    const server = this.servers.get(uuid);
    if (server === undefined) return Promise.reject(new InstanceNotFound(uuid));
    const before = server.instance.system_metadata ?? {};
    if (passwordOf(before) !== undefined) return Promise.resolve(false);
    const instance = { ...server.instance, system_metadata: { ...before, ...metadata } };
    this.servers.set(uuid, { ...server, instance });
    return Promise.resolve(true);
  }
}

let servers: KeptServers;
let clock: number;
/** Addresses that the network service fails at. */
const BROKEN = '10.0.0.66';
const networks = {
  serverOfAddress: (_context: unknown, address: string): Promise<string> => {
    if (address === BROKEN) return Promise.reject(new NeutronClientException(0, '', 'down'));
    return address === '10.0.0.5' ? Promise.resolve(UUID) : Promise.reject(new FixedIpNotFoundForAddress(address));
  },
  serverBehindProvider: (_context: unknown, providerId: string, address: string) => {
    if (address === BROKEN) return Promise.reject(new NeutronClientException(0, '', 'down'));
    return providerId === 'lb'
      ? Promise.resolve({ uuid: UUID, projectId: 'p' })
      : Promise.reject(new NoPortOfProvider(`Could not find any subnets for provider ${providerId}`));
  },
};
beforeEach(() => {
  servers = new KeptServers();
  clock = 1_000_000;
});

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

function serving(sections: Sections = {}) {
  const application = metadataApplication({
    configuration: Configuration.of([...novaOptionGroups], sections),
    servers,
    networks,
    vendorData: vendorDataOf({ cloud: 'x' }),
    logger: silentLogger,
    now: () => clock,
  });
  return async (
    path: string,
    {
      headers = {},
      address = '10.0.0.5',
      ...more
    }: { headers?: Readonly<Record<string, string>>; address?: string; method?: string; body?: string } = {},
  ): Promise<Response> => {
    const request = Request.blank(path, { ...more, headers: new HeaderMap(headers), remoteAddress: address });
    try {
      return await application(request);
    } catch (error) {
      if (error instanceof HttpError) return error.toResponse(request);
      throw error;
    }
  };
}

describe('a guest that is known by its address', () => {
  it('reads of its server', async () => {
    const ask = serving();
    const hostname = await ask('/latest/meta-data/hostname');
    expect([hostname.status, await hostname.text()]).toEqual([200, 'web.novalocal']);
    expect(hostname.headers.get('content-type')).toBe('text/plain; charset=UTF-8');
    const told = await ask('/openstack/latest/meta_data.json');
    expect(told.headers.get('content-type')).toBe('application/json');
    expect(await told.json()).toMatchObject({ uuid: UUID });
    expect((await ask('/openstack/latest/network_data.json')).headers.get('content-type')).toBe(
      'text/plain; charset=UTF-8',
    );
  });

  it('is told 404 for what is not there', async () => {
    expect((await serving()('/latest/nothing')).status).toBe(404);
  });

  it('may be behind a proxy, where that is configured', async () => {
    const headers = { 'X-Forwarded-For': '10.0.0.5' };
    expect((await serving()('/latest', { address: '192.0.2.1', headers })).status).toBe(404);
    const behind = serving({ api: { use_forwarded_for: 'true' } });
    expect((await behind('/latest', { address: '192.0.2.1', headers })).status).toBe(200);
  });

  it('cannot say itself which server it is', async () => {
    const headers = { 'X-Instance-ID': UUID, 'X-Tenant-ID': 'p', 'X-Instance-ID-Signature': 'x' };
    expect((await serving()('/latest', { address: '192.0.2.1', headers })).status).toBe(404);
  });
});

describe('whoever asks', () => {
  it('may know the versions', async () => {
    const ask = serving();
    for (const path of ['/', '', '//', '/./']) {
      const answer = await ask(path, { address: '192.0.2.1' });
      expect([answer.status, (await answer.text()).split('\n').length]).toEqual([200, 10]);
    }
    expect(servers.looks).toBe(0);
  });

  it('is told 404 where nobody knows them, and 500 where nobody can tell', async () => {
    const ask = serving();
    expect((await ask('/latest', { address: '192.0.2.1' })).status).toBe(404);
    servers.servers.clear();
    expect((await ask('/latest')).status).toBe(404);
    const broken = await ask('/latest', { address: BROKEN });
    expect(broken.status).toBe(500);
    expect(await broken.text()).toContain('An unknown error has occurred. Please try your request again.');
  });
});

describe('what was found', () => {
  it('is kept for a while', async () => {
    const ask = serving({ api: { metadata_cache_expiration: '10' } });
    await ask('/latest');
    await ask('/openstack');
    expect(servers.looks).toBe(1);
    clock += 10_000;
    await ask('/latest');
    expect(servers.looks).toBe(2);
  });

  it('is not kept where that is configured', async () => {
    const ask = serving({ api: { metadata_cache_expiration: '0' } });
    await ask('/latest');
    await ask('/latest');
    expect(servers.looks).toBe(2);
  });
});

describe('a guest behind the network service’s proxy', () => {
  const neutron = { service_metadata_proxy: 'true', metadata_proxy_shared_secret: SECRET };
  const signed = (id: string, secret = SECRET) => createHmac('sha256', secret).update(id).digest('hex');
  const headers = {
    'X-Instance-ID': UUID,
    'X-Tenant-ID': 'p',
    'X-Instance-ID-Signature': signed(UUID),
    'X-Forwarded-For': '10.0.0.5',
  };

  it('reads of its server', async () => {
    const answer = await serving({ neutron })('/latest/meta-data/instance-id', { address: '192.0.2.1', headers });
    expect([answer.status, await answer.text()]).toEqual([200, 'i-0000001a']);
  });

  it.each(['X-Instance-ID', 'X-Instance-ID-Signature', 'X-Tenant-ID'])('wants %s', async (name) => {
    const others = Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
    const answer = await serving({ neutron })('/latest', { headers: others });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(`${name} header is missing from request.`);
  });

  it('is not let in with another signature', async () => {
    for (const signature of [signed(UUID, 'other'), 'short', signed('other'), '']) {
      const answer = await serving({ neutron })('/latest', {
        headers: { ...headers, 'X-Instance-ID-Signature': signature },
      });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('Invalid proxy request signature.');
    }
  });

  it('is not told of other projects’ servers, nor of none', async () => {
    const ask = serving({ neutron });
    expect((await ask('/latest', { headers: { ...headers, 'X-Tenant-ID': 'q' } })).status).toBe(404);
    const gone = '00000000-0000-0000-0000-000000000000';
    const others = { ...headers, 'X-Instance-ID': gone, 'X-Instance-ID-Signature': signed(gone) };
    expect((await ask('/latest', { headers: others })).status).toBe(404);
  });

  it('may be behind a load balancer', async () => {
    const ask = serving({ neutron });
    const behind = {
      'X-Metadata-Provider': 'lb',
      'X-Metadata-Provider-Signature': signed('lb'),
      'X-Forwarded-For': '10.0.0.5, 192.0.2.1',
    };
    expect((await ask('/latest', { headers: behind })).status).toBe(200);
    expect((await ask('/latest', { headers: { ...behind, 'X-Metadata-Provider-Signature': 'x' } })).status).toBe(403);
    const missing = await ask('/latest', { headers: { 'X-Metadata-Provider': 'lb' } });
    expect([missing.status, await missing.text()]).toEqual([
      400,
      expect.stringContaining('X-Forwarded-For is missing from request.'),
    ]);
    const unknown = { ...behind, 'X-Metadata-Provider': 'x', 'X-Metadata-Provider-Signature': signed('x') };
    const nobody = await ask('/latest', { headers: unknown });
    expect([nobody.status, await nobody.text()]).toEqual([
      400,
      expect.stringContaining('Could not find any subnets for provider x'),
    ]);
    const broken = await ask('/latest', { headers: { ...behind, 'X-Forwarded-For': BROKEN } });
    expect([broken.status, await broken.text()]).toEqual([
      400,
      expect.stringContaining('An unknown error has occurred.'),
    ]);
  });
});

describe('the password', () => {
  const path = '/openstack/latest/password';

  it('is set once, and read at once', async () => {
    const ask = serving();
    const before = await ask(path);
    expect([before.status, await before.text()]).toEqual([200, '']);
    expect((await ask(path, { method: 'POST', body: 'encrypted' })).status).toBe(200);
    const after = await ask(path);
    expect([after.status, await after.text()]).toEqual([200, 'encrypted']);
    expect(servers.servers.get(UUID)?.instance.system_metadata).toEqual({
      boot_roles: 'member',
      password_0: 'encrypted',
      password_1: '',
      password_2: '',
      password_3: '',
    });
    expect((await ask(path, { method: 'POST', body: 'another' })).status).toBe(409);
  });

  it('is set once also where two guests’ requests meet', async () => {
    const [ask, other] = [serving(), serving()];
    await other('/latest');
    await ask(path, { method: 'POST', body: 'first' });
    expect((await other(path, { method: 'POST', body: 'second' })).status).toBe(409);
    expect(passwordOf(servers.servers.get(UUID)?.instance.system_metadata ?? {})).toBe('first');
  });

  it('is refused where it is too long, and where the server is gone', async () => {
    const ask = serving();
    expect((await ask(path, { method: 'POST', body: 'x'.repeat(1020) })).status).toBe(200);
    servers = new KeptServers();
    const again = serving();
    const long = await again(path, { method: 'POST', body: 'x'.repeat(1021) });
    expect([long.status, await long.text()]).toEqual([400, expect.stringContaining('Request is too large.')]);
    servers.servers.clear();
    const gone = await again(path, { method: 'POST', body: 'x' });
    expect([gone.status, await gone.text()]).toEqual([
      400,
      expect.stringContaining(`Instance ${UUID} could not be found.`),
    ]);
  });

  it('knows GET and POST', async () => {
    const answer = await serving()(path, { method: 'DELETE' });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('GET and POST only are supported.'),
    ]);
  });
});
