// SPDX-License-Identifier: Apache-2.0
import { existsSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, plainLines } from '@stackport/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { GlanceApi, type GlanceApiInit } from './glance-api.js';

const apis: GlanceApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.clean();
});

async function glanceApi(init: GlanceApiInit = {}): Promise<GlanceApi> {
  const api = await GlanceApi.create(init);
  apis.push(api);
  return api;
}

describe('glance-api', () => {
  it('starts from a configuration file, answers, and says what it does in the log (G0-02, G0-03, G0-06, G0-15, G0-22, G0-24, G0-33)', async () => {
    const api = await glanceApi({ conf: '[DEFAULT]\ndebug = true\n[paste_deploy]\nflavor = caching\n' });
    const program = await api.start();
    expect((await Client.to(program.url).get('/versions')).status).toBe(200);
    await program.logged(/eventlet\.wsgi\.server/);
    const lines = plainLines(program.stdout);
    const position = (start: string): number => {
      const found = lines.findIndex((line) => line.startsWith(start));
      expect(found, start).toBeGreaterThanOrEqual(0);
      return found;
    };
    expect(program.stdout).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ INFO glance\.common\.wsgi \[-\] Starting single process server$/m,
    );
    const loading = position('DEBUG glance.common.config [-] Loading glance-api-caching from /');
    const values = position('DEBUG glance.common.config [-] *****');
    const listening = position(`INFO glance.common.wsgi [-] glance-api listening on 127.0.0.1:${program.port}`);
    expect(loading).toBeLessThan(values);
    expect(values).toBeLessThan(listening);
    expect(program.stdout).toMatch(/DEBUG glance\.common\.config \[-\] bind_port += 0/);
    expect(program.stdout).toMatch(/DEBUG glance\.common\.config \[-\] paste_deploy\.flavor += caching/);
    expect(program.stdout).toMatch(
      /INFO eventlet\.wsgi\.server \[-\] 127\.0\.0\.1 - - \[.*\] "GET \/versions HTTP\/1\.1" 200 /,
    );
  });

  it('masks secrets where it logs the values of all options (G0-24)', async () => {
    const api = await glanceApi({
      conf: '[DEFAULT]\ndebug = true\n[keystone_authtoken]\npassword = open-sesame\n[profiler]\nhmac_keys = open-sesame\n',
    });
    const program = await api.start();
    expect(program.stdout).toMatch(/keystone_authtoken\.password += \*\*\*\*/);
    expect(program.stdout).not.toContain('open-sesame');
  });

  it('says that requests are not profiled where profiling is switched on (G0-08, G0-09)', async () => {
    const api = await glanceApi({ conf: '[profiler]\nenabled = true\nhmac_keys = KEY\n' });
    const program = await api.start();
    expect(
      program.stdout.match(/WARNING .*\[profiler\] enabled has no effect: requests are not profiled/g),
    ).toHaveLength(1);
    expect((await Client.to(program.url).get('/versions')).status).toBe(200);
  });

  it('names each option that has no effect once, and what was probably meant', async () => {
    const api = await glanceApi({
      conf: '[DEFAULT]\nworkres = 3\nregistry_client_protocol = http\npipe_handle = x\nmetadata_encryption_key = k\n[barbican]\nretry_delay = 1\n[oslo_messaging_notifications]\ndriver = noop\n',
    });
    const program = await api.start();
    const reported = plainLines(program.stdout)
      .filter((line) => line.startsWith('WARNING glance.common.config'))
      .map((line) => line.replace(/^.*glance-api\.conf:\d+: /, ''));
    expect(reported).toEqual([
      'option workres in group [DEFAULT] is not known; its value is ignored. Did you mean workers?',
      'option registry_client_protocol in group [DEFAULT] is not known; its value is ignored',
      'option pipe_handle in group [DEFAULT] is not supported here; its value is ignored',
      'option metadata_encryption_key in group [DEFAULT] is not supported here; its value is ignored',
      'option retry_delay in group [barbican] is not supported here; its value is ignored',
    ]);
  });

  it('makes files that others may not read (G0-14)', async () => {
    const api = await glanceApi();
    const program = await api.start();
    const client = Client.to(program.url);
    const id = (await client.post('/v2/images', { disk_format: 'raw', container_format: 'bare' })).field('id');
    expect((await client.put(`/v2/images/${id}/file`, 'bytes')).status).toBe(204);
    expect(statSync(api.folder.file('images', id)).mode & 0o777).toBe(0o640);
  });

  it('serves in one process with SQLite, whatever number of workers is configured, and says so (G0-32)', async () => {
    const api = await glanceApi({ conf: '[DEFAULT]\nworkers = 3\n' });
    const program = await api.start();
    expect(plainLines(program.stdout)).toContain(
      'WARNING glance.common.wsgi [-] workers = 3 has no effect: with SQLite there is one process. Using workers = 0',
    );
    expect(await program.workers()).toEqual([]);
  });

  it('takes port 9292 where none is configured (G0-11)', async () => {
    // Somebody listens there, be it this test, so that its refusal shows which port it is.
    const other = createServer().on('error', () => undefined);
    await new Promise<void>((resolve) => {
      other.once('listening', resolve).once('error', () => resolve());
      other.listen(9292, '127.0.0.1');
    });
    try {
      const api = await glanceApi();
      await writeFile(
        api.folder.file('glance-api.conf'),
        `[DEFAULT]\nbind_host = 127.0.0.1\n[database]\nconnection = sqlite://\n[glance_store]\nfilesystem_store_datadir = ${api.folder.file('images')}\n`,
      );
      const program = api.run();
      expect(await program.exited).toBe(1);
      expect(program.stderr).toBe('ERROR: Could not bind to 127.0.0.1:9292: the address is already in use\n');
    } finally {
      other.close();
    }
  });

  it('reads its configuration again on SIGHUP, logging included, and keeps it where the new one is bad (G0-36)', async () => {
    const api = await glanceApi({ conf: '[DEFAULT]\nlimit_param_default = 1\n' });
    const program = await api.start();
    const client = Client.to(program.url);
    for (const name of ['a', 'b', 'c']) await client.post('/v2/images', { name });
    const pageLength = async (): Promise<number> =>
      ((await client.get('/v2/images')).json() as { images: unknown[] }).images.length;
    expect(await pageLength()).toBe(1);
    expect(program.stdout).not.toContain('DEBUG');

    await api.configure('[DEFAULT]\nlimit_param_default = many\n');
    program.signal('SIGHUP');
    await program.logged(/ERROR .*The configuration could not be reloaded; the previous one stays/);
    expect(program.stdout).toMatch(/glance-api\.conf:\d+: \[DEFAULT\] limit_param_default = many: /);
    expect(await pageLength()).toBe(1);

    await api.configure('[DEFAULT]\nlimit_param_default = 2\ndebug = true\n');
    program.signal('SIGHUP');
    await program.until(async () => (await pageLength()) === 2, 'the new page length');
    expect(program.stdout).toContain(' DEBUG ');
  });

  it('makes its stores anew on SIGHUP (G0-18, G0-27, G0-31)', async () => {
    const api = await glanceApi();
    const program = await api.start();
    const client = Client.to(program.url);
    const upload = async (): Promise<string> => {
      const id = (await client.post('/v2/images', { disk_format: 'raw', container_format: 'bare' })).field('id');
      expect((await client.put(`/v2/images/${id}/file`, 'data')).status).toBe(204);
      return id;
    };
    await upload();
    const other = api.folder.file('other');
    await api.configure(`[glance_store]\nfilesystem_store_datadirs = ${other}:1\nfilesystem_store_datadir =\n`);
    program.signal('SIGHUP');
    await program.until(() => existsSync(other), 'the folder of the new store');
    await program.until(async () => existsSync(join(other, await upload())), 'an image in the new store');
  });

  it('moves to another port on SIGHUP (G0-30)', async () => {
    const api = await glanceApi();
    const program = await api.start();
    const before = program.port;
    await api.configure('[DEFAULT]\nbind_host = 127.0.0.2\n');
    program.signal('SIGHUP');
    await program.logged(/listening on 127\.0\.0\.2:\d+/);
    expect((await Client.to(`http://127.0.0.2:${program.port}`).get('/versions')).status).toBe(200);
    await program.until(
      () =>
        Client.to(`http://127.0.0.1:${before}`)
          .get('/versions')
          .then(
            () => false,
            () => true,
          ),
      'the end of the old socket',
    );
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
    const program = await (await glanceApi()).start();
    program.signal(signal);
    expect(await program.exited).toBe(0);
    expect(program.stderr).toBe('');
  });
});

describe('glance-api and its paste file', () => {
  const only = (version: string): string =>
    `[app:glance-api]\npaste.app_factory = glance.api.versions:create_resource\n# ${version}\n`;

  it('is the one that bears the name of the configuration file, beside it (G0-21)', async () => {
    const api = await glanceApi({ args: (folder) => ['--config-file', folder.file('images.conf'), '--debug'] });
    await api.configure('');
    await rename(api.folder.file('glance-api.conf'), api.folder.file('images.conf'));
    await writeFile(api.folder.file('images-paste.ini'), only('beside'));
    const program = await api.start();
    expect(program.stdout).toContain(`Loading glance-api from ${api.folder.file('images-paste.ini')} `);
  });

  it('is the one that [paste_deploy] config_file names, beside the configuration or by its path (G0-21, G0-23)', async () => {
    const api = await glanceApi({ conf: '[DEFAULT]\ndebug = true\n[paste_deploy]\nconfig_file = own.ini\n' });
    await writeFile(api.folder.file('own.ini'), only('own'));
    const program = await api.start();
    expect(program.stdout).toContain(`Loading glance-api from ${api.folder.file('own.ini')} `);
    expect((await Client.to(program.url).get('/')).status).toBe(300);
  });
});

describe('the configuration command', () => {
  it('prints a sample that it can read again, with nothing in it set', async () => {
    const api = await glanceApi();
    const sample = api.config('sample');
    expect(await sample.exited).toBe(0);
    for (const text of [
      '[DEFAULT]\n',
      '#bind_port = <None>\n',
      '#workers = <None>\n',
      '[glance_store]\n',
      '#filesystem_store_datadir',
      '[keystone_authtoken]\n',
      '[database]\n',
      '[oslo_policy]\n',
    ])
      expect(sample.stdout).toContain(text);
    expect(sample.stdout).not.toMatch(/^\w/m);
    const file = api.folder.file('sample.conf');
    await writeFile(file, sample.stdout);
    expect(await api.config('explain', '--config-file', file).exited).toBe(0);
  });

  it('explains where each value comes from', async () => {
    const api = await glanceApi({ conf: '[DEFAULT]\nworkers = 7\n' });
    const file = api.folder.file('glance-api.conf');
    const explained = api.config('explain', '--config-file', file, '--backlog', '5');
    expect(await explained.exited).toBe(0);
    expect(explained.stdout).toContain(`# ${file}:11\nworkers = 7\n`);
    expect(explained.stdout).toContain('# default\nmax_header_line = 16384\n');
    expect(explained.stdout).toMatch(/# command line.*\nbacklog = 5\n/);
  });

  it('finds nothing wrong with etc/glance-api.conf', async () => {
    const file = fileURLToPath(new URL('../etc/glance-api.conf', import.meta.url));
    const explained = (await glanceApi()).config('explain', '--config-file', file);
    expect(await explained.exited).toBe(0);
    expect(explained.stdout).toMatch(/glance-api\.conf:\d+\nflavor = keystone\n/);
    expect(explained.stdout).not.toMatch(/its value is ignored/);
  });

  it('tells how it is used', async () => {
    const program = (await glanceApi()).config('tell');
    expect(await program.exited).toBe(2);
    expect(program.stderr).toMatch(/^usage: glance-api config sample\n/);
  });
});
