// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NeighbourStub, tokenAnswer } from '../image/test-support.js';
import { novaOptionGroups } from '../options/index.js';
import { instanceOf, UUID } from './test-support.js';
import { DynamicVendorData } from './dynamic-vendor-data.js';
import { vendorDataFrom, type VendorData } from './vendor-data.js';
import { HttpTransport } from '@stackport/keystone';

const service = new NeighbourStub();
const keystone = new NeighbourStub();
const made: VendorData[] = [];
let folder: string;
beforeAll(async () => {
  await service.listen();
  await keystone.listen();
  folder = await mkdtemp(join(tmpdir(), 'stackport-vendor-data-'));
});
afterAll(async () => {
  await service.close();
  await keystone.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  service.asked.length = 0;
});
afterEach(async () => {
  for (const one of made.splice(0)) await one.close();
});

function vendorDataOf(api: Readonly<Record<string, string>>, auth: Readonly<Record<string, string>> = {}): VendorData {
  const configuration = Configuration.of([...novaOptionGroups], { api, vendordata_dynamic_auth: auth });
  const vendorData = vendorDataFrom(configuration, silentLogger);
  made.push(vendorData);
  return vendorData;
}

describe('the operator’s file', () => {
  it('is read, also when it has changed', async () => {
    const path = join(folder, 'vendor.json');
    await writeFile(path, '{"a": 1}');
    const vendorData = vendorDataOf({ vendordata_jsonfile_path: path });
    expect(await vendorData.static()).toEqual({ a: 1 });
    await writeFile(path, '{"a": 2}');
    expect(await vendorData.all(instanceOf())).toEqual({ static: { a: 2 } });
  });

  it('is empty where there is none, and an error where it cannot be read', async () => {
    expect(await vendorDataOf({}).static()).toEqual({});
    await expect(vendorDataOf({ vendordata_jsonfile_path: join(folder, 'gone') }).static()).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await writeFile(join(folder, 'bad'), '{');
    await expect(vendorDataOf({ vendordata_jsonfile_path: join(folder, 'bad') }).static()).rejects.toThrow(SyntaxError);
  });

  it('is not told where the provider is not chosen', async () => {
    const vendorData = vendorDataOf({ vendordata_providers: 'DynamicJSON' });
    expect(await vendorData.static()).toBeUndefined();
    expect(await vendorData.all(instanceOf())).toEqual({});
  });
});

describe('the operator’s services', () => {
  const providers = { vendordata_providers: 'StaticJSON,DynamicJSON' };

  it('are told of the server, and tell what they want', async () => {
    const vendorData = vendorDataOf({
      ...providers,
      vendordata_dynamic_targets: `one@${service.url}/a?x=me@home,nameless,one@${service.url}/again,static@${service.url}/b`,
    });
    service.fallback = ({ url }) => ({ body: { from: url } });
    expect(await vendorData.all(instanceOf())).toEqual({ static: {}, one: { from: '/a?x=me@home' } });
    const first = service.asked.find(({ url }) => url.startsWith('/a'));
    expect(first).toMatchObject({ method: 'POST' });
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'openstack-nova-vendordata',
    });
    expect(first?.headers['x-auth-token']).toBeUndefined();
    expect(JSON.parse(first?.body ?? '')).toEqual({
      'project-id': 'p',
      'instance-id': UUID,
      'image-id': 'image',
      'user-data': Buffer.from('#!/bin/sh\n').toString('base64'),
      hostname: 'web',
      metadata: { role: 'web' },
      'boot-roles': 'member',
    });
    expect(service.asked.map(({ url }) => url).sort()).toEqual(['/a?x=me@home', '/b']);
  });

  it('are shown a token where one is configured, and a new one once it is refused', async () => {
    keystone.fallback = () => tokenAnswer();
    const vendorData = vendorDataOf(
      { vendordata_providers: 'DynamicJSON', vendordata_dynamic_targets: `one@${service.url}` },
      {
        auth_type: 'password',
        auth_url: keystone.url,
        username: 'nova',
        password: 'secret',
        user_domain_id: 'default',
        project_name: 'service',
        project_domain_id: 'default',
      },
    );
    service.answers.push({ status: 401 }, { body: '' });
    expect(await vendorData.all(instanceOf())).toEqual({ one: {} });
    expect(service.last.headers['x-auth-token']).toBe('own token');
    expect(await vendorData.all(instanceOf())).toEqual({ one: {} });
    expect(keystone.asked).toHaveLength(2);
  });

  it.each([
    ['an error', { status: 500, body: 'x' }],
    ['what is no JSON', { body: 'x' }],
    ['too much', { body: `"${'x'.repeat(1024 * 1024)}"` }],
  ])('that answer %s say nothing, or stop everything', async (_what, answer) => {
    const targets = { vendordata_providers: 'DynamicJSON', vendordata_dynamic_targets: `one@${service.url}` };
    service.answers.push(answer, answer);
    expect(await vendorDataOf(targets).all(instanceOf())).toEqual({ one: {} });
    await expect(
      vendorDataOf({ ...targets, vendordata_dynamic_failure_fatal: 'true' }).all(instanceOf()),
    ).rejects.toThrow();
  });

  it('that do not answer say nothing', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const transport = new HttpTransport();
    const dynamic = new DynamicVendorData({
      targets: [{ name: 'one', url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` }],
      transport,
      timeout: 50,
      token: undefined,
      isFatal: false,
      logger: silentLogger,
    });
    expect(await dynamic.get(instanceOf())).toEqual({ one: {} });
    silent.closeAllConnections();
    await dynamic.close();
    await new Promise((resolve) => silent.close(resolve));
  });
});
