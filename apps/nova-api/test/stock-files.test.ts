// SPDX-License-Identifier: Apache-2.0
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { openCellDatabase, recognizedOptions } from '@stackport/nova';
import { plainLines, type ServiceProgram } from '@stackport/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
import { stockFiles } from '../../../tools/services/stock-files.mjs';
import { clientOf, NovaApi } from './nova-api.js';

// The files of Debian's nova-common as they are, with what an operator fills in: decisions 19.

let stock: string;
let conf: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  stock = await stockFiles('nova-common');
  conf = join(stock, 'nova.conf');
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Ports of the test's own; databases in its folder. */
const OWN = {
  OS_DEFAULT__OSAPI_COMPUTE_LISTEN: '127.0.0.1',
  OS_DEFAULT__OSAPI_COMPUTE_LISTEN_PORT: '0',
  OS_DEFAULT__METADATA_LISTEN: '127.0.0.1',
  OS_DEFAULT__METADATA_LISTEN_PORT: '0',
  OS_DEFAULT__TRANSPORT_URL: 'fake://',
};

async function start(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly running: ServiceProgram; readonly cell: string }> {
  const api = await NovaApi.create({ args: () => ['--config-file', conf] });
  cleanups.push(() => api.clean());
  const cell = `sqlite:///${api.folder.file('nova.sqlite')}`;
  const running = await api.start({
    ...OWN,
    OS_API_DATABASE__CONNECTION: `sqlite:///${api.folder.file('nova_api.sqlite')}`,
    OS_DATABASE__CONNECTION: cell,
    ...environment,
  });
  return { running, cell };
}

/** The network service, as far as it is asked: every server has a port in the group `web`. @returns what names it */
async function networkService(): Promise<Readonly<Record<string, string>>> {
  const server = createServer((request, response) => {
    const isOfGroups = request.url?.startsWith('/v2.0/security-groups') ?? false;
    const answer = isOfGroups
      ? { security_groups: [{ id: 'g', name: 'web', security_group_rules: [] }] }
      : { ports: [{ id: 'p', security_groups: ['g'] }] };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
  return {
    OS_NEUTRON__AUTH_TYPE: 'admin_token',
    OS_NEUTRON__TOKEN: 'nova',
    OS_NEUTRON__ENDPOINT_OVERRIDE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
}

/** Writes a server past the service. @returns its id */
async function writeServer(cell: string): Promise<string> {
  const database = await openCellDatabase(cell, { logger: silentLogger });
  const uuid = randomUUID();
  const row = { uuid, projectId: 'abc', displayName: 'One', hostname: 'one', launchIndex: 0, keyName: null };
  await database.client.instance.create({ data: { ...row, createdAt: new Date() } });
  await database.close();
  return uuid;
}

describe('the stock files', () => {
  it('serve with the pipeline that knows no Keystone: each of it is built, and requests go through', async () => {
    const { running } = await start({ OS_API__AUTH_STRATEGY: 'noauth2' });
    const client = (await clientOf(running, 'osapi_compute')).as('admin:abc');
    expect((await client.get('/')).status).toBe(200);
    expect((await client.get('/healthcheck')).status).toBe(300);
    expect((await client.get('/v2.1/')).status).toBe(200);
    expect((await client.get('/v2/')).status).toBe(200);
    expect((await client.get('/v2.1/abc/flavors')).json()).toEqual({ flavors: [] });
    expect((await client.get('/v2/abc/flavors')).json()).toEqual({ flavors: [] });
  });

  it('without password and Keystone start, and answer versions and 401', async () => {
    const { running } = await start({});
    const client = await clientOf(running, 'osapi_compute');
    expect((await client.get('/')).status).toBe(200);
    expect((await client.get('/v2.1/')).status).toBe(200);
    expect((await client.get('/v2.1/flavors')).status).toBe(401);
    expect((await client.get('/v2/flavors')).status).toBe(401);
    const reported = plainLines(running.stdout).filter((line) => /is not supported here|is not known/.test(line));
    expect(new Set(reported).size).toBe(reported.length);
    expect(reported.filter((line) => line.includes('is not known'))).toEqual([]);
  });
});

describe('the metadata service of the stock files', () => {
  const secret = 'of the agent';
  const proxied = { OS_NEUTRON__SERVICE_METADATA_PROXY: 'true', OS_NEUTRON__METADATA_PROXY_SHARED_SECRET: secret };
  const signature = (id: string): string => createHmac('sha256', secret).update(id).digest('hex');

  it('tells a guest whose request the network service has signed, and nobody else', async () => {
    const { running, cell } = await start({ ...proxied, ...(await networkService()) });
    const uuid = await writeServer(cell);
    const metadata = await clientOf(running, 'metadata');
    expect((await metadata.get('/healthcheck')).text).toBe('OK');
    const signed = { 'X-Instance-ID': uuid, 'X-Tenant-ID': 'abc', 'X-Instance-ID-Signature': signature(uuid) };
    const told = await metadata.get('/openstack/latest/meta_data.json', { headers: signed });
    expect([told.status, told.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(told.json()).toMatchObject({ uuid, name: 'One', hostname: 'one.novalocal', project_id: 'abc' });
    expect((await metadata.get('/2009-04-04/meta-data/instance-id', { headers: signed })).text).toBe('i-00000001');
    expect((await metadata.get('/latest/meta-data/security-groups', { headers: signed })).text).toBe('web');
    const password = '/openstack/latest/password';
    expect((await metadata.send('POST', password, { headers: signed, body: 'ZW5jcnlwdGVk' })).status).toBe(200);
    expect((await metadata.get(password, { headers: signed })).text).toBe('ZW5jcnlwdGVk');
    expect((await metadata.send('POST', password, { headers: signed, body: 'another' })).status).toBe(409);

    const statusOf = async (headers: Record<string, string>) => (await metadata.get('/latest', { headers })).status;
    expect(await statusOf({ ...signed, 'X-Instance-ID-Signature': signature('other') })).toBe(403);
    expect(await statusOf({ ...signed, 'X-Tenant-ID': 'another' })).toBe(404);
    expect(await statusOf({})).toBe(400);
    // A server that is in no cell yet is looked for in this one, and that is said.
    expect(running.stdout).toContain(`Instance mapping for ${uuid} not found; cell setup is incomplete`);
  });

  it('is a process of its own over one cell, without an API database', async () => {
    const { running, cell } = await start({
      ...proxied,
      ...(await networkService()),
      OS_DEFAULT__ENABLED_APIS: 'metadata',
      OS_API__LOCAL_METADATA_PER_CELL: 'true',
      OS_API_DATABASE__CONNECTION: 'sqlite:////nowhere/nova_api.sqlite',
    });
    const uuid = await writeServer(cell);
    const signed = { 'X-Instance-ID': uuid, 'X-Tenant-ID': 'abc', 'X-Instance-ID-Signature': signature(uuid) };
    const metadata = await clientOf(running, 'metadata');
    expect((await metadata.get('/latest/meta-data/hostname', { headers: signed })).text).toBe('one.novalocal');
  });
});

describe('the stock nova.conf', () => {
  it('names no option, be it in a comment, that would be taken for a typing error', () => {
    const names = recognizedOptions();
    let group = '';
    let count = 0;
    const missing: string[] = [];
    for (const line of readFileSync(conf, 'utf8').split('\n')) {
      group = /^\[(.+)\]$/.exec(line)?.[1] ?? group;
      const name = /^#?([a-z]\w*) ?=( |$)/.exec(line)?.[1];
      if (name === undefined) continue;
      count++;
      if (names[group]?.includes(name) !== true) missing.push(`[${group}] ${name}`);
    }
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(700);
  });
});
