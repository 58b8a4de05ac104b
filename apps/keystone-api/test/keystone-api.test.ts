// SPDX-License-Identifier: Apache-2.0
import { readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, MariadbDatabase, ServiceProgram, TemporaryFolder } from '@stackport/testing';
import { afterEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const PASSWORD = 'chosen-password';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function newFolder(conf: string): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.create('stackport-keystone-api');
  cleanups.push(() => folder.remove());
  const own = `[eventlet_server]
public_bind_host = 127.0.0.1
public_port = 0
[stackport]
state_dir = ${folder.file('state')}
[identity]
password_hash_rounds = 4
`;
  await writeFile(folder.file('keystone.conf'), own + conf);
  return folder;
}

function run(folder: TemporaryFolder, environment: Record<string, string> = {}): ServiceProgram {
  const args = ['--config-file', folder.file('keystone.conf')];
  const program = ServiceProgram.run({ file: MAIN, args, environment, folder: folder.path });
  cleanups.push(() => program.end());
  return program;
}

async function start(folder: TemporaryFolder, environment: Record<string, string> = {}): Promise<ServiceProgram> {
  const program = run(folder, environment);
  await program.ready();
  return program;
}

/** The status of the administrator's login. */
async function login({ url }: ServiceProgram, password: string): Promise<number> {
  const user = { name: 'admin', domain: { id: 'default' }, password };
  const auth = { identity: { methods: ['password'], password: { user } } };
  return (await Client.to(url).post('/v3/auth/tokens', { auth })).status;
}

describe('keystone-api', () => {
  it('makes an administrator at its first start, whose password is in clouds.yaml and stays', async () => {
    const folder = await newFolder('');
    const first = await start(folder);
    const [, clouds = ''] = await first.logged(/How to log in is in (.*)/);
    const text = await readFile(clouds, 'utf8');
    const [, password = ''] = /password: "?([^\s"]+)/.exec(text) ?? [];
    expect((await stat(clouds)).mode & 0o077).toBe(0);
    expect(await login(first, password)).toBe(201);
    expect(await login(first, 'guessed')).toBe(401);
    expect(first.stdout).not.toContain(password);
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(await login(await start(folder), password)).toBe(201);
  });

  it('does not share its state folder', async () => {
    const folder = await newFolder('');
    await start(folder);
    const second = run(folder);
    expect(await second.exited).toBe(1);
    expect(second.stderr).toContain(folder.file('state'));
  });

  it('serves with workers over a database that an operator names', async () => {
    const database = await MariadbDatabase.create();
    cleanups.push(() => database.remove());
    const folder = await newFolder(
      `public_workers = 2\n[database]\nconnection = ${database.url}\n`.replace(/^/, '[eventlet_server]\n'),
    );
    const program = await start(folder, { OS_BOOTSTRAP_PASSWORD: PASSWORD });
    expect(await program.workers()).toHaveLength(2);
    const statuses = await Promise.all(Array.from({ length: 6 }, () => login(program, PASSWORD)));
    expect(new Set(statuses)).toEqual(new Set([201]));
  });

  it('does not start with a configuration that cannot be', async () => {
    const folder = await newFolder('[token]\nexpiration = soon\n');
    const program = run(folder);
    expect(await program.exited).not.toBe(0);
    expect(program.stderr).toMatch(/keystone\.conf.*expiration/);
  });

  it('names options that have no effect', async () => {
    const program = await start(await newFolder('[ldap]\nurl = ldap://somewhere\n'));
    await program.logged(/WARNING .*url in group \[ldap\]/);
  });
});
