// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { plainLines } from '@stackport/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { clientOf, NovaApi, type NovaApiInit } from './nova-api.js';

/** The file that comes with the service. */
const PASTE = new URL('../../../packages/nova/etc/api-paste.ini', import.meta.url);

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
    const [compute, metadata] = [await clientOf(program, 'osapi_compute'), await clientOf(program, 'metadata')];
    expect(plainLines(program.stdout)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^INFO nova\.osapi_compute\.wsgi\.server \[-\] osapi_compute listening on 127\.0\.0\.1:\d+$/,
        ),
        expect.stringMatching(/^INFO nova\.metadata\.wsgi\.server \[-\] metadata listening on 127\.0\.0\.1:\d+$/),
      ]),
    );
    expect((await metadata.get('/')).text.split('\n')).toContain('latest');
    const client = compute.as('admin:abc');
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
      OS_DEFAULT__METADATA_LISTEN_PORT: '0',
      OS_STACKPORT__KEYSTONE_PORT: '0',
    });
    const [compute, metadata] = [await clientOf(program, 'osapi_compute'), await clientOf(program, 'metadata')];
    expect(existsSync(api.folder.file('state', 'clouds.yaml'))).toBe(true);
    expect((await compute.get('/v2.1/flavors')).status).toBe(401);
    expect((await compute.get('/')).status).toBe(200);
    expect((await metadata.get('/')).status).toBe(200);
    expect((await metadata.get('/latest')).status).toBe(404);
    // A reload has the same identity service.
    program.signal('SIGHUP');
    await program.until(() => program.stdout.split('The bus is in this process').length === 3, 'it is built again');
    expect((await compute.get('/v2.1/flavors')).status).toBe(401);
    expect((await metadata.get('/')).status).toBe(200);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
    expect(program.stdout).not.toContain('could not be reloaded');
  });

  /** What a start that fails says. */
  const outcome = async (conf: string, paste?: string): Promise<string> => {
    const api = await novaApi({ conf, ...(paste === undefined ? {} : { paste }) });
    const program = api.run();
    expect(await program.exited).toBe(1);
    return program.stderr;
  };

  it('does not start with a configuration that cannot be, and says why', async () => {
    expect(await outcome('[DEFAULT]\nosapi_compute_workers = 0\n')).toContain('osapi_compute_workers');
    expect(await outcome('[api]\nauth_strategy = maybe\n')).toContain('auth_strategy');
    for (const name of ['osapi_compute', 'metadata'])
      expect(await outcome(`[DEFAULT]\nenabled_ssl_apis = ${name}\n`)).toMatch(
        /^ERROR: When running server in SSL mode/,
      );
  });

  it('does not start with a paste file that is not there, or without what it names', async () => {
    expect(await outcome('[wsgi]\napi_paste_config = /nowhere/api-paste.ini\n')).toBe(
      'ERROR: Could not find config at /nowhere/api-paste.ini\n',
    );
    expect(await outcome('[DEFAULT]\nenabled_apis = ec2\n')).toBe(
      'ERROR: No APIs were started. Check the enabled_apis config option.\n',
    );
    const without = '[app:osapi_compute]\npaste.app_factory = nova.api.openstack.compute.versions:NoClass.factory\n';
    expect(await outcome('[DEFAULT]\nenabled_apis = osapi_compute\n', without)).toMatch(
      /^ERROR: Could not load paste app 'osapi_compute' from \/.*api-paste\.ini\n$/,
    );
  });
});

describe('the APIs', () => {
  const bothVersions = async (program: Awaited<ReturnType<NovaApi['start']>>): Promise<readonly number[]> => [
    (await (await clientOf(program, 'osapi_compute')).get('/')).status,
    (await (await clientOf(program, 'metadata')).get('/')).status,
  ];

  it('are those of enabled_apis; a name that the paste file has not is a warning', async () => {
    const api = await novaApi({ conf: '[DEFAULT]\nenabled_apis = ec2,metadata\n' });
    const program = await api.start();
    const metadata = await clientOf(program, 'metadata');
    expect((await metadata.get('/2009-04-04/meta-data')).status).toBe(404);
    expect(program.stdout).toMatch(
      /WARNING nova\.cmd\.api \[-\] Could not load paste app 'ec2' from \/.*api-paste\.ini\. ``enabled_apis`` includes bad values\. Fix to remove this warning\./,
    );
    // Nothing of the Compute API is here, and no worker.
    expect(program.stdout).not.toMatch(/osapi_compute listening|nova-conductor/);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  });

  it('have one service in the process, which SIGHUP renews for both', async () => {
    const api = await novaApi();
    const program = await api.start();
    expect(await bothVersions(program)).toEqual([200, 200]);
    const started = (): number => program.stdout.split('The bus is in this process').length - 1;
    expect(started()).toBe(1);
    program.signal('SIGHUP');
    await program.until(() => started() === 2, 'the service is built again');
    await program.until(() => program.stdout.split('Reloading the configuration').length === 3, 'both reload');
    expect(await bothVersions(program)).toEqual([200, 200]);
    expect(started()).toBe(2);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
    expect(program.stderr).toBe('');
  });

  it('say at debug level from which file and by which name each is loaded (N4-19)', async () => {
    const api = await novaApi({ conf: '[DEFAULT]\ndebug = true\n', paste: await readFile(PASTE, 'utf8') });
    const program = await api.start();
    await clientOf(program, 'metadata');
    const loaded = plainLines(program.stdout).filter((line) => line.includes(' Loading app '));
    const file = api.folder.file('api-paste.ini');
    expect(loaded).toHaveLength(2);
    for (const [index, name] of ['osapi_compute', 'metadata'].entries())
      expect(loaded[index]).toContain(`DEBUG oslo.service.wsgi [-] Loading app ${name} from ${file}`);
  });

  it('answer requests that come over the listening socket, a pool of them at a time (N4-20)', async () => {
    const api = await novaApi({ conf: '[DEFAULT]\nenabled_apis = osapi_compute\n[wsgi]\ndefault_pool_size = 2\n' });
    const client = (await clientOf(await api.start(), 'osapi_compute')).as('admin:abc');
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.get('/v2.1/flavors')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('end together where one of them has no port', async () => {
    const api = await novaApi();
    const program = await api.start();
    await clientOf(program, 'metadata');
    const { port } = program;
    const other = await novaApi({ conf: `[DEFAULT]\nmetadata_listen_port = ${port}\n` });
    const second = other.run();
    expect(await second.exited).toBe(1);
    expect(second.stderr).toBe(`ERROR: Could not bind to 127.0.0.1:${port}: the address is already in use\n`);
  });
});
