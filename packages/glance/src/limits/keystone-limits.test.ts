// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, LiveGlance, MEMBER, validator } from '../import/test-support.js';

const MIB = 1024 * 1024;

let keystone: http.Server;
let keystoneUrl: string;
/** By resource, and by project and resource. */
let registered: Record<string, number>;
let own: Record<string, number>;
let isAway = false;
const asked: string[] = [];
let glance: LiveGlance;

beforeAll(async () => {
  const token = await validator.validate('glance:admin');
  keystone = http.createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://keystone');
    const name = url.searchParams.get('resource_name') ?? '';
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    const answers: Record<string, unknown> = {
      '/identity/v3/limits/model': { model: { name: 'flat' } },
      '/identity/v3/endpoints/our-endpoint': { endpoint: { service_id: 'our-service', region_id: 'RegionOne' } },
      '/identity/v3/limits': {
        limits: [own[`${url.searchParams.get('project_id')}/${name}`]].flatMap((limit) =>
          limit === undefined ? [] : [{ resource_limit: limit }],
        ),
      },
      '/identity/v3/registered_limits': {
        registered_limits: registered[name] === undefined ? [] : [{ default_limit: registered[name] }],
      },
    };
    const isForToken = request.method === 'POST' && url.pathname === '/identity/v3/auth/tokens';
    request.resume().on('end', () => {
      if (isAway) response.writeHead(500).end();
      else if (isForToken)
        response
          .writeHead(201, { 'X-Subject-Token': 'glance-token', 'Content-Type': 'application/json' })
          .end(JSON.stringify({ token }));
      else if (request.headers['x-auth-token'] !== 'glance-token') response.writeHead(401).end();
      else
        response
          .writeHead(url.pathname in answers ? 200 : 404, { 'Content-Type': 'application/json' })
          .end(JSON.stringify(answers[url.pathname] ?? {}));
    });
  });
  await new Promise<void>((resolve) => void keystone.listen(0, '127.0.0.1', resolve));
  keystoneUrl = `http://127.0.0.1:${(keystone.address() as AddressInfo).port}/identity`;
});
afterAll(() => {
  keystone.closeAllConnections();
  keystone.close();
});
beforeEach(async () => {
  isAway = false;
  asked.length = 0;
  own = {};
  registered = { image_size_total: 2, image_stage_total: 2, image_count_total: 3, image_count_uploading: 1 };
  glance = await LiveGlance.start({
    values: {
      DEFAULT: { use_keystone_limits: true },
      oslo_limit: {
        endpoint_id: 'our-endpoint',
        auth_url: keystoneUrl,
        auth_type: 'password',
        username: 'glance',
        password: 'secret',
        user_domain_id: 'default',
        system_scope: 'all',
      },
    },
  });
});
afterEach(() => glance.close());

const create = (token = MEMBER) =>
  glance.ask('POST', '/v2/images', { disk_format: 'raw', container_format: 'bare' }, { 'X-Auth-Token': token });
const upload = (id: string, bytes: number) => glance.ask('PUT', `/v2/images/${id}/file`, Buffer.alloc(bytes));
const stage = (id: string, bytes: number) => glance.ask('PUT', `/v2/images/${id}/stage`, Buffer.alloc(bytes));
const over = (name: string, limit: number, usage: number, delta: number) =>
  expect.stringContaining(
    `Project demo is over a limit for [Resource ${name} is over limit of ${limit} due to current usage ${usage} and delta ${delta}]`,
  ) as unknown;

describe('limits of Keystone', () => {
  it('bound the number of a project’s images, each project by itself, and a change counts at once', async () => {
    for (let count = 0; count < 3; count++) expect((await create()).status).toBe(201);
    const refused = await create();
    expect([refused.status, refused.text]).toEqual([413, over('image_count_total', 3, 3, 1)]);
    expect((await create(ADMIN)).status).toBe(201);
    own['demo/image_count_total'] = 4;
    expect((await create()).status).toBe(201);
    expect((await create()).text).toEqual(over('image_count_total', 4, 4, 1));
    expect(asked).toContain(
      'GET /identity/v3/limits?service_id=our-service&region_id=RegionOne&resource_name=image_count_total&project_id=demo',
    );
    expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(asked.filter((line) => line.includes('/endpoints/'))).toHaveLength(1);
  });

  it('bound what is stored: once it is more than there may be, nothing more comes', async () => {
    const [first, second] = [await glance.create(), await glance.create()];
    expect((await upload(first, 3 * MIB)).status).toBe(204);
    const refused = await upload(second, 1);
    expect([refused.status, refused.text]).toEqual([413, over('image_size_total', 2, 3, 0)]);
    expect(await glance.image(second)).toMatchObject({ status: 'queued' });
    expect(await glance.json('/v2/info/usage')).toEqual({
      usage: {
        image_size_total: { limit: 2, usage: 3 },
        image_stage_total: { limit: 2, usage: 0 },
        image_count_total: { limit: 3, usage: 2 },
        image_count_uploading: { limit: 1, usage: 0 },
      },
    });
  });

  it('bound what is staged and how much comes at a time; what is refused leaves nothing', async () => {
    const ids = [await glance.create(), await glance.create(), await glance.create()];
    expect((await stage(ids[0] ?? '', MIB)).status).toBe(204);
    const many = await stage(ids[1] ?? '', 10);
    expect([many.status, many.text]).toEqual([413, over('image_count_uploading', 1, 2, 0)]);
    const uploaded = await upload(ids[1] ?? '', 10);
    expect([uploaded.status, uploaded.text]).toEqual([413, over('image_count_uploading', 1, 2, 0)]);
    expect(await glance.image(ids[1] ?? '')).toMatchObject({ status: 'queued', size: null });
    registered.image_count_uploading = 9;
    expect((await stage(ids[1] ?? '', 2 * MIB)).status).toBe(204);
    const much = await stage(ids[2] ?? '', 10);
    expect([much.status, much.text]).toEqual([413, over('image_stage_total', 2, 3, 0)]);
    expect((await glance.files('staging')).sort()).toEqual([ids[0], ids[1]].sort());
    expect(await glance.files('images')).toEqual([]);
  });

  it('end an import, whose task says why', async () => {
    const id = await glance.create();
    await stage(id, 3 * MIB);
    const { status } = await glance.ask('POST', `/v2/images/${id}/import`, { method: { name: 'glance-direct' } });
    expect(status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({ status: 'failure', message: over('image_size_total', 2, 0, 3) });
    expect(await glance.image(id)).toMatchObject({ status: 'queued', size: null });
    expect([...(await glance.files('staging')), ...(await glance.files('images'))]).toEqual([]);
  });

  it('let nothing be used that nobody registered', async () => {
    registered = {};
    expect((await create()).text).toEqual(over('image_count_total', 0, 0, 1));
    expect(glance.log.join('')).toContain('Unable to find registered limit for resource image_count_total');
  });

  it('fail a request where Keystone does not tell, and change nothing', async () => {
    isAway = true;
    expect((await create()).status).toBe(500);
    expect(glance.log.join('')).toContain('Failed to get limits');
    isAway = false;
    expect(await glance.json('/v2/images')).toMatchObject({ images: [] });
    expect((await create()).status).toBe(201);
  });
});

describe('limits of a Keystone that nobody described', () => {
  it('are an error at the start', async () => {
    await expect(LiveGlance.start({ values: { DEFAULT: { use_keystone_limits: true } } })).rejects.toThrow(
      'use_keystone_limits needs endpoint_id and auth_url with credentials in [oslo_limit]',
    );
  });
});
