// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognizedOptions, registerBackends } from '@stackport/cinder';
import { type BootedCinder, bootCinder, Client, plainLines } from '@stackport/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
import { stockFiles } from '../../../tools/services/stock-files.mjs';
import { CinderApi } from './cinder-api.js';

// The files of Debian's cinder-common as they are, with what an operator fills in: decisions 19.

let stock: string;
let conf: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  stock = await stockFiles('cinder-common');
  conf = join(stock, 'cinder.conf');
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function boot(values: Record<string, unknown>): Promise<BootedCinder> {
  const booted = await bootCinder({ configFiles: [conf], values: { DEFAULT: values } });
  cleanups.push(() => booted.close());
  return booted;
}

const PIPELINES = ['noauth', 'noauth_include_project_id', 'keystone', 'keystone_nolimit'];

describe('the stock api-paste.ini', () => {
  it('has the pipelines that are tested here', () => {
    const text = readFileSync(join(stock, 'api-paste.ini'), 'utf8');
    const section = /^\[composite:openstack_volume_api_v3\]$([^[]*)/m.exec(text)?.[1] ?? '';
    const names = [...section.matchAll(/^(\w+) = /gm)].map(([, name]) => name);
    expect(names).toEqual(['use', ...PIPELINES]);
  });

  it.each(PIPELINES)(
    'with %s: its pipeline is built, and real requests go through it (C2-06, C2-13, C2-27, C2-30 … C2-34, C2-36)',
    async (name) => {
      const [strategy = '', limit] = name === 'noauth_include_project_id' ? [name] : name.split('_');
      const { client, validator, lines, bus } = await boot({
        auth_strategy: strategy,
        api_rate_limit: limit === undefined,
        debug: true,
      });
      expect(plainLines(lines.join('\n')).map((line) => line.replace(/ \S+ \S+:\d+$/, ''))).toContain(
        `DEBUG oslo.service.wsgi [-] Loading app osapi_volume from ${join(stock, 'api-paste.ini')}`,
      );
      const calls = plainLines(lines.join('\n')).flatMap((line) => / fix_call \S+ (\S+) /.exec(line)?.[1] ?? []);
      expect(calls.slice(0, 2)).toEqual(['cinder.api:root_app_factory', 'cinder.api.versions:Versions.factory']);
      const pipeline = calls.slice(calls.indexOf('cinder.api.middleware.auth:pipeline_factory'));
      expect(pipeline[1]).toBe('cinder.api.middleware.request_id:RequestId.factory');
      expect(pipeline.at(-1)).toBe('cinder.api.v3.router:APIRouter.factory');
      expect((await client.get('/')).status).toBe(300);
      expect((await client.get('/healthcheck')).text).toBe('OK');
      const withKeystone = strategy === 'keystone';
      const anonymous = await client.get('/v3/volumes');
      expect(anonymous.status).toBe(withKeystone ? 401 : 204);
      expect(anonymous.headers.get('x-openstack-request-id')).toMatch(/^req-/);
      if (withKeystone) expect(anonymous.headers.get('www-authenticate')).toMatch(/^Keystone uri=/);
      if (withKeystone) expect((await client.as('no token').get('/v3/volumes')).status).toBe(401);

      const user = client.as(withKeystone ? validator.issue({ project: 'abc' }) : 'demo:abc');
      expect((await user.get('/v3')).status).toBe(302);
      expect((await user.get('/v3/abc/volumes')).json()).toEqual({ volumes: [] });
      const made = await user.post('/v3/abc/volumes', { volume: { size: 1 } });
      expect(made.status).toBe(202);
      expect(bus.of('create_volume')).toHaveLength(1);
      expect(bus.of('create_volume')[0]?.context).toMatchObject({
        project_id: 'abc',
        request_id: made.headers.get('x-openstack-request-id'),
      });
      const { id } = (made.json() as { volume: { id: string } }).volume;
      expect((await user.get(`/v3/volumes/${id}`)).status).toBe(200);
      const tooLarge = await user.post('/v3/abc/volumes', { volume: { name: 'x'.repeat(120_000) } });
      expect(tooLarge.status).toBe(413);
    },
  );
});

describe('the stock cinder.conf', () => {
  it('is read whole, and what has no effect is reported once', async () => {
    const { configuration, lines } = await boot({ enabled_backends: ['lvm'] });
    expect(configuration.configFiles).toEqual([conf]);
    registerBackends(configuration);
    const unknown = configuration.unknownOptions();
    // Zed has forgotten these two as well.
    expect(unknown.filter(({ recognized }) => !recognized).map(({ group, name }) => `${group} ${name}`)).toEqual([
      'lvm iscsi_protocol',
      'lvm iscsi_helper',
    ]);
    expect(unknown).toContainEqual(expect.objectContaining({ group: 'lvm', name: 'volume_group', recognized: true }));
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
      // Sections that an operator gives names to.
      if (name === undefined || /_example$|^sample_|^lvm$/.test(group)) continue;
      count++;
      if (names[group]?.includes(name) !== true) missing.push(`[${group}] ${name}`);
    }
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  });

  it('without database, password and Keystone: the API starts and answers its versions, and 401', async () => {
    const api = await CinderApi.create({ args: () => ['--config-file', conf] });
    cleanups.push(() => api.clean());
    // A port of the test's own; the database is the default one, in the current folder.
    const running = await api.start({
      OS_DEFAULT__OSAPI_VOLUME_LISTEN: '127.0.0.1',
      OS_DEFAULT__OSAPI_VOLUME_LISTEN_PORT: '0',
    });
    const client = Client.to(running.url);
    expect((await client.get('/')).status).toBe(300);
    expect((await client.get('/v3/')).status).toBe(401);
    expect((await client.get('/v3/volumes')).status).toBe(401);
    const reported = plainLines(running.stdout).filter((line) => /is not supported here|is not known/.test(line));
    expect(new Set(reported).size).toBe(reported.length);
    expect(reported.join('\n')).toContain('option lock_path in group [oslo_concurrency]');
  });
});
