// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognizedOptions } from '@stackport/glance';
import { type BootedGlance, bootGlance, Client, plainLines } from '@stackport/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
import { stockFiles } from '../../../tools/services/stock-files.mjs';
import { GlanceApi } from './glance-api.js';

// The files of Debian's glance-common as they are, with what an operator fills in: decisions 19.

let stock: string;
let conf: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  stock = await stockFiles('glance-common');
  conf = join(stock, 'glance-api.conf');
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function boot(values: Record<string, Record<string, unknown>>): Promise<BootedGlance> {
  const booted = await bootGlance({ configFiles: [conf], values });
  cleanups.push(() => booted.close());
  return booted;
}

const FLAVORS = ['', 'caching', 'cachemanagement', 'keystone', 'keystone+caching', 'keystone+cachemanagement'];

describe('the stock glance-api-paste.ini', () => {
  it('has the pipelines that are tested here', () => {
    const text = readFileSync(join(stock, 'glance-api-paste.ini'), 'utf8');
    const flavors = [...text.matchAll(/^\[pipeline:glance-api-?(.*)\]$/gm)].map(([, flavor]) => flavor);
    expect(flavors).toEqual(FLAVORS);
  });

  it.each(FLAVORS)(
    'with flavor %j: its pipeline is built, and real requests go through it (G0-19, G0-20, G0-21, G0-22, G0-23, G1-08 … G1-18, N4-14, N4-15)',
    async (flavor) => {
      const { client, validator, lines } = await boot({ paste_deploy: { flavor }, DEFAULT: { debug: true } });
      const application = flavor === '' ? 'glance-api' : `glance-api-${flavor}`;
      expect(plainLines(lines.join('\n')).map((line) => line.replace(/ \w+ \S+:\d+$/, ''))).toContain(
        `DEBUG glance.common.config [-] Loading ${application} from ${join(stock, 'glance-api-paste.ini')}`,
      );

      const versions = await client.get('/versions');
      expect(versions.status).toBe(200);
      expect((versions.json() as { versions: { id: string }[] }).versions[0]?.id).toMatch(/^v2\.\d+$/);
      expect((await client.get('/')).status).toBe(300);
      expect((await client.get('/healthcheck')).text).toBe('OK');

      const withKeystone = flavor.startsWith('keystone');
      const anonymous = await client.get('/v2/images');
      expect(anonymous.status).toBe(withKeystone ? 401 : 200);
      if (withKeystone) expect(anonymous.headers.get('www-authenticate')).toBe('Keystone uri="http://localhost:5000"');
      expect((await client.as('no token').get('/v2/images')).status).toBe(withKeystone ? 401 : 200);

      const user = client.as(validator.issue({ roles: ['admin', 'member', 'reader'] }));
      const list = await user.get('/v2/images');
      expect([list.status, list.json()]).toEqual([
        200,
        { images: [], first: '/v2/images', schema: '/v2/schemas/images' },
      ]);
      const id = (await user.post('/v2/images', { name: 'x', disk_format: 'raw', container_format: 'bare' })).field(
        'id',
      );
      expect((await user.put(`/v2/images/${id}/file`, 'the data')).status).toBe(204);
      // Twice: with a cache, the second answer comes out of it.
      for (let i = 0; i < 2; i++) expect((await user.get(`/v2/images/${id}/file`)).text).toBe('the data');
      expect((await user.delete(`/v2/images/${id}`)).status).toBe(204);
    },
  );
});

describe('the stock glance-api.conf', () => {
  it('has the defaults that glance gives to its libraries (G0-04)', async () => {
    const { client } = await boot({ cors: { allowed_origin: ['http://dashboard'] } });
    const headers = { Origin: 'http://dashboard' };
    expect((await client.get('/versions', { headers })).headers.get('access-control-expose-headers')).toBe(
      'X-Image-Meta-Checksum,X-Auth-Token,X-Subject-Token,X-Service-Token,X-OpenStack-Request-ID',
    );
    const asked = {
      ...headers,
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'X-Auth-Token',
    };
    const preflight = await client.send('OPTIONS', '/v2/images', { headers: asked });
    expect(preflight.headers.get('access-control-allow-methods')).toBe('PATCH');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('X-Auth-Token');
    const head = { ...asked, 'Access-Control-Request-Method': 'HEAD' };
    expect(
      (await client.send('OPTIONS', '/v2/images', { headers: head })).headers.has('access-control-allow-methods'),
    ).toBe(false);
  });

  it('is read whole, and what has no effect is reported once', async () => {
    const { configuration, lines } = await boot({});
    expect(configuration.configFiles).toEqual([conf]);
    expect(configuration.unknownOptions()).toMatchObject([
      { group: 'oslo_concurrency', name: 'lock_path', recognized: true },
    ]);
    expect(lines.filter((line) => / (ERROR|CRITICAL) /.test(line))).toEqual([]);
  });

  it('names no option, be it in a comment, that would be taken for a typing error', () => {
    const names = recognizedOptions();
    let group = '';
    let count = 0;
    const missing: string[] = [];
    for (const line of readFileSync(conf, 'utf8').split('\n')) {
      group = /^\[(.+)\]$/.exec(line)?.[1] ?? group;
      const name = /^#?([a-z]\w*) =( |$)/.exec(line)?.[1];
      if (name === undefined) continue;
      count++;
      if (names[group]?.includes(name) !== true) missing.push(`[${group}] ${name}`);
    }
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(400);
  });

  it('without database, password and Keystone: the API starts and answers its versions, and 401', async () => {
    const api = await GlanceApi.create({ args: () => ['--config-file', conf] });
    cleanups.push(() => api.clean());
    // A port, a folder and a flavor of the test's own; the database is the default one, in the current folder.
    const running = await api.start({
      OS_DEFAULT__BIND_HOST: '127.0.0.1',
      OS_DEFAULT__BIND_PORT: '0',
      OS_GLANCE_STORE__FILESYSTEM_STORE_DATADIR: api.folder.file('images'),
      OS_PASTE_DEPLOY__FLAVOR: 'keystone',
    });
    const client = Client.to(running.url);
    expect((await client.get('/')).status).toBe(300);
    expect((await client.get('/v2/images')).status).toBe(401);
    const reported = plainLines(running.stdout).filter((line) => line.includes('is not supported here'));
    expect(reported).toHaveLength(1);
    expect(reported[0]).toContain('option lock_path in group [oslo_concurrency]');
  });
});
