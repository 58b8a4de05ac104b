// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { Client, plainLines } from '@stackport/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { CinderApi, type CinderApiInit } from './cinder-api.js';

const apis: CinderApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.clean();
});

async function cinderApi(init: CinderApiInit = {}): Promise<CinderApi> {
  const api = await CinderApi.create(init);
  apis.push(api);
  return api;
}

describe('cinder-api', () => {
  it('starts from a configuration file, with its workers where the bus is its own, and says so (C2-03, C2-04, C2-07 … C2-10, C2-37, C2-38, C2-85, C2-87)', async () => {
    const api = await cinderApi();
    const program = await api.start();
    const lines = plainLines(program.stdout);
    expect(program.stdout).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ AUDIT cinder\.api\.extensions \[-\] Initializing extension manager\.$/m,
    );
    expect(lines).toContain('AUDIT cinder.api.extensions [-] Loaded extension: os-volume-actions');
    expect(lines).toContain(`INFO eventlet.wsgi.server [-] Started osapi_volume on 127.0.0.1:${program.port}`);
    expect(program.stdout).toContain('cinder-scheduler, cinder-volume and cinder-backup run here too');
    expect(program.stdout).not.toContain('Failed to load extension');
    const client = Client.to(program.url).as('demo:abc');
    const made = await client.post('/v3/abc/volumes', { volume: { size: 1, name: 'first' } });
    expect(made.status).toBe(202);
    const { id } = (made.json() as { volume: { id: string } }).volume;
    const status = async (): Promise<string> =>
      ((await client.get(`/v3/volumes/${id}`)).json() as { volume: { status: string } }).volume.status;
    await program.until(async () => (await status()) === 'available', 'the volume is there');
    await program.logged(/POST \/v3\/abc\/volumes HTTP\/1\.1" status: 202 {2}len: \d+ time: \d\.\d{7}/);
    expect(existsSync(api.folder.file('volumes'))).toBe(true);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  });

  it('serves extensions that an operator names, and goes on without one that fails (C2-61, C2-66)', async () => {
    const api = await cinderApi({
      conf: '[DEFAULT]\nosapi_volume_extension = cinder.api.contrib.select_extensions\nosapi_volume_extension = @acme/pets:Pets\nosapi_volume_extension = @acme/pets:Gone\nosapi_volume_ext_list = Hosts,Quotas\n',
    });
    const acme = api.folder.file('node_modules', '@acme', 'pets');
    await mkdir(acme, { recursive: true });
    await writeFile(`${acme}/package.json`, '{"name":"@acme/pets","type":"module","exports":"./index.js"}');
    await writeFile(
      `${acme}/index.js`,
      'export class Pets { name = "Pets"; alias = "acme-pets"; updated = "2026-01-01T00:00:00Z"; description = "Pets."; controllers = []; }',
    );
    const program = await api.start();
    expect(program.stdout).toContain('WARNING cinder.api.extensions [-] Failed to load extension @acme/pets:Gone: ');
    const client = Client.to(program.url).as('demo:abc');
    const { extensions } = (await client.get('/v3/extensions')).json() as { extensions: { alias: string }[] };
    expect(extensions.map(({ alias }) => alias)).toEqual(['os-hosts', 'os-quota-sets', 'acme-pets']);
    expect((await client.get('/v3/os-services')).status).toBe(404);
    expect((await client.get('/v3/volumes')).status).toBe(200);
  });

  it('brings all that it needs along where nobody configured it', async () => {
    const api = await cinderApi({
      args: (folder) => ['--stackport-state_dir', folder.file('state')],
    });
    const program = await api.start({
      OS_DEFAULT__OSAPI_VOLUME_LISTEN_PORT: '0',
      OS_STACKPORT__KEYSTONE_PORT: '0',
    });
    await program.logged(/Started osapi_volume/);
    expect(existsSync(api.folder.file('state', 'clouds.yaml'))).toBe(true);
    expect((await Client.to(program.url).get('/v3/volumes')).status).toBe(401);
    expect((await Client.to(program.url).get('/')).status).toBe(300);
  });

  it('does not start with a configuration that cannot be, and says why', async () => {
    const outcome = async (conf: string, paste?: string): Promise<string> => {
      const api = await cinderApi({ conf, ...(paste === undefined ? {} : { paste }) });
      const program = api.run();
      expect(await program.exited).toBe(1);
      return program.stderr;
    };
    expect(await outcome('[DEFAULT]\nosapi_volume_workers = -1\n')).toBe(
      'ERROR: osapi_volume_workers value of -1 is invalid, must be greater than 0.\n',
    );
    expect(await outcome('[DEFAULT]\napi_paste_config = /nowhere/api-paste.ini\n')).toBe(
      'ERROR: Could not find config at /nowhere/api-paste.ini\n',
    );
    expect(await outcome('', '[app:other]\npaste.app_factory = cinder.api.versions:Versions.factory\n')).toMatch(
      /^ERROR: Could not load paste app 'osapi_volume' from \/.*api-paste\.ini\n$/,
    );
    expect(await outcome('[DEFAULT]\nosapi_volume_use_ssl = true\n')).toMatch(
      /^ERROR: When running server in SSL mode/,
    );
    expect(await outcome('[DEFAULT]\nvolume_api_class = @acme/nothing:API\n')).toMatch(
      /^ERROR: No module named '@acme\/nothing'\n$/,
    );
    expect(await outcome('[DEFAULT]\nauth_strategy = maybe\n')).toContain('auth_strategy');
  });

  it('tries an address in use again', async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as { port: number };
    const api = await cinderApi({ conf: `[DEFAULT]\nosapi_volume_listen_port = ${port}\n` });
    const program = api.run();
    await program.logged(/AUDIT|INFO/);
    await new Promise((resolve) => busy.close(resolve));
    await program.ready();
    expect(program.port).toBe(port);
  });
});
