// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { Client, plainLines } from '@stackport/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { NovaApi, type NovaApiInit } from './nova-api.js';

const apis: NovaApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.clean();
});

async function novaApi(init: NovaApiInit = {}): Promise<NovaApi> {
  const api = await NovaApi.create(init);
  apis.push(api);
  return api;
}

describe('nova-api', () => {
  it('starts from a configuration file, makes its cells, and serves', async () => {
    const api = await novaApi();
    const program = await api.start();
    expect(plainLines(program.stdout)).toContain(
      `INFO nova.osapi_compute.wsgi.server [-] osapi_compute listening on 127.0.0.1:${program.port}`,
    );
    expect(program.stdout).toContain('enabled_apis: metadata is not served by this process');
    const client = Client.to(program.url).as('admin:abc');
    const made = await client.post('/v2.1/flavors', { flavor: { name: 'tiny', ram: 64, vcpus: 1, disk: 0 } });
    expect(made.status).toBe(200);
    expect((await client.get('/v2.1/flavors')).json()).toMatchObject({ flavors: [{ name: 'tiny' }] });
    // Nobody else can be on this bus: the workers are here.
    expect((await client.get('/v2.1/os-services')).json()).toMatchObject({
      services: [{ binary: 'nova-conductor' }, { binary: 'nova-scheduler' }, { binary: 'nova-compute', state: 'up' }],
    });
    for (const file of ['nova_api.sqlite', 'nova.sqlite', 'nova.sqlite_cell0'])
      expect(existsSync(api.folder.file(file))).toBe(true);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  });

  it('brings all that it needs along where nobody configured it', async () => {
    const api = await novaApi({ args: (folder) => ['--stackport-state_dir', folder.file('state')] });
    const program = await api.start({
      OS_DEFAULT__OSAPI_COMPUTE_LISTEN_PORT: '0',
      OS_STACKPORT__KEYSTONE_PORT: '0',
    });
    await program.logged(/osapi_compute listening/);
    expect(existsSync(api.folder.file('state', 'clouds.yaml'))).toBe(true);
    expect((await Client.to(program.url).get('/v2.1/flavors')).status).toBe(401);
    expect((await Client.to(program.url).get('/')).status).toBe(200);
  });

  it('does not start with a configuration that cannot be, and says why', async () => {
    const outcome = async (conf: string, paste?: string): Promise<string> => {
      const api = await novaApi({ conf, ...(paste === undefined ? {} : { paste }) });
      const program = api.run();
      expect(await program.exited).toBe(1);
      return program.stderr;
    };
    expect(await outcome('[DEFAULT]\nosapi_compute_workers = 0\n')).toContain('osapi_compute_workers');
    expect(await outcome('[wsgi]\napi_paste_config = /nowhere/api-paste.ini\n')).toBe(
      'ERROR: Could not find config at /nowhere/api-paste.ini\n',
    );
    expect(
      await outcome('', '[app:other]\npaste.app_factory = nova.api.openstack.compute.versions:Versions.factory\n'),
    ).toMatch(/^ERROR: Could not load paste app 'osapi_compute' from \/.*api-paste\.ini\n$/);
    expect(await outcome('[DEFAULT]\nenabled_ssl_apis = osapi_compute\n')).toMatch(
      /^ERROR: When running server in SSL mode/,
    );
    expect(await outcome('[DEFAULT]\nenabled_apis = metadata\n')).toBe(
      'ERROR: enabled_apis does not name osapi_compute\n',
    );
    expect(await outcome('[api]\nauth_strategy = maybe\n')).toContain('auth_strategy');
  });
});
