// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackport-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly output: () => string;
  /** Resolves with the identity service's URL once all is ready, undefined where the process ended before. */
  readonly ready: Promise<string | undefined>;
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<number | null>;
}

/** Starts the program on free ports over the test's folder. */
function start(...flags: readonly string[]): Started {
  const state = flags.includes('--state-dir') ? [] : ['--state-dir', join(folder, 'state')];
  const ports = ['keystone', 'glance', 'cinder', 'placement', 'nova', 'metadata'].flatMap((name) => [
    `--${name}-port`,
    '0',
  ]);
  const child = spawn(process.execPath, [MAIN, ...ports, ...state, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<string | undefined>((resolve) => {
    child.stdout.on('data', () => {
      if (/^Ready in \d+\.\d\d s/m.test(output)) resolve(/^identity +(\S+)/m.exec(output)?.[1]);
    });
    void ended.then(() => resolve(undefined));
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { output: () => output, ready, ended, stop };
}

async function issueToken(
  url: string,
  password: string,
  host = new URL(url).host,
): Promise<{ token: string; body: string }> {
  const domain = { name: 'Default' };
  const response = await fetch(`${url}/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-Host': host },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
        scope: { project: { name: 'admin', domain } },
      },
    }),
  });
  return { token: response.headers.get('x-subject-token') ?? '', body: await response.text() };
}

function adminPassword(): string {
  return /OS_PASSWORD='(.*)'/.exec(readFileSync(join(folder, 'state', 'openrc'), 'utf8'))?.[1] ?? '';
}

describe('npm start', () => {
  it('is ready with a token, an image and the clients’ files, and is the same cloud at the next start', async () => {
    const first = start();
    const url = await first.ready;
    if (url === undefined) throw new Error(first.output());
    expect((await issueToken(url, adminPassword())).token).not.toBe('');
    expect(statSync(join(folder, 'state', 'clouds.yaml')).mode & 0o777).toBe(0o600);
    expect(await first.stop()).toBe(0);
    const password = adminPassword();
    const second = start();
    const again = await second.ready;
    if (again === undefined) throw new Error(second.output());
    expect(adminPassword()).toBe(password);
    const { token } = await issueToken(again, password);
    const image = /^image +(\S+)/m.exec(second.output())?.[1] ?? '';
    const listed = (await (await fetch(`${image}/v2/images`, { headers: { 'X-Auth-Token': token } })).json()) as {
      images: unknown[];
    };
    expect(listed.images).toHaveLength(1);
    const metadata = await fetch(/^metadata +(\S+)/m.exec(second.output())?.[1] ?? '');
    expect((await metadata.text()).split('\n')).toContain('latest');
    expect(await second.stop()).toBe(0);
  });

  it('takes the password that it is given, and the host for the catalog', async () => {
    const cloud = start('--admin-password', 'a "quoted" one', '--public-host', 'cloud.example.org', '--reset');
    await cloud.ready;
    const port = /^identity +http:\/\/cloud\.example\.org:(\d+)\/v3/m.exec(cloud.output())?.[1] ?? '';
    const { body } = await issueToken(`http://127.0.0.1:${port}/v3`, 'a "quoted" one');
    const { token } = JSON.parse(body) as { token: { catalog: { endpoints: { url: string }[] }[] } };
    const urls = token.catalog.flatMap(({ endpoints }) => endpoints.map(({ url }) => url));
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(new URL(url).hostname).toBe('cloud.example.org');
    await cloud.stop();
  });

  it('says who holds the folder', async () => {
    const holder = start();
    await holder.ready;
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/state is in use by process \d+: stop it, or give another folder with --state-dir/);
    await holder.stop();
  });

  it('names the port that is busy, and the flag that chooses another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const cloud = start('--glance-port', String(port));
    expect(await cloud.ended).toBe(1);
    expect(cloud.output()).toMatch(new RegExp(`Port ${port} .*--glance-port`));
    server.close();
  });

  it('ends with 2 for a flag that it does not have, and with 1 for a bad configuration', async () => {
    const unknown = start('--colour', 'blue');
    expect(await unknown.ended).toBe(2);
    expect(unknown.output()).toContain('--colour');
    const port = start('--glance-port', 'many');
    expect(await port.ended).toBe(2);
    mkdirSync(join(folder, 'etc'));
    writeFileSync(join(folder, 'etc', 'glance-api.conf'), '[DEFAULT]\nlimit_param_default = many\n');
    const bad = start('--config-dir', join(folder, 'etc'));
    expect(await bad.ended).toBe(1);
    expect(bad.output()).toMatch(/glance-api\.conf:2.*limit_param_default/);
  });

  it('prints its flags and its version', async () => {
    const help = start('--help');
    expect(await help.ended).toBe(0);
    expect(help.output()).toContain('--state-dir');
    const version = start('--version');
    expect(await version.ended).toBe(0);
    expect(version.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
