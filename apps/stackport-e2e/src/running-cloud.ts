// SPDX-License-Identifier: Apache-2.0
import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../../stackport/dist/bundle/main.js', import.meta.url));
const run = promisify(execFile);

/** A line of openrc. */
const EXPORT = /^export (\w+)='(.*)'$/gm;

/** A cloud as `npm start` serves it, on free ports over a folder of its own, with the openstack client beside it. */
export class RunningCloud {
  readonly stateDir: string;
  readonly #words: readonly string[];
  #process: ChildProcess;
  #output = '';

  private constructor(stateDir: string, words: readonly string[]) {
    this.stateDir = stateDir;
    this.#words = words;
    this.#process = this.#spawn();
  }

  /** Resolves when the cloud says that it is ready; rejects with what it printed where it ends before. */
  static async start(...flags: readonly string[]): Promise<RunningCloud> {
    const stateDir = mkdtempSync(join(tmpdir(), 'stackport-e2e-'));
    const names = ['keystone', 'glance', 'cinder', 'placement', 'nova', 'metadata'];
    const free = await Promise.all(names.map(() => freePort()));
    const ports = names.flatMap((name, index) => [`--${name}-port`, String(free[index])]);
    const cloud = new RunningCloud(stateDir, ['--state-dir', stateDir, ...ports, ...flags]);
    await cloud.#ready();
    return cloud;
  }

  /** What the cloud printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Runs Debian's openstack client with the written clouds.yaml; gives what it printed. Rejects where it fails. */
  async openstack(...words: readonly string[]): Promise<string> {
    return this.openstackAs('stackport', ...words);
  }

  /** As `openstack`, for another cloud of clouds.yaml. */
  async openstackAs(cloud: string, ...words: readonly string[]): Promise<string> {
    return this.#client('openstack', words, {
      OS_CLIENT_CONFIG_FILE: join(this.stateDir, 'clouds.yaml'),
      OS_CLOUD: cloud,
    });
  }

  /** As `openstack`, for somebody whom clouds.yaml does not name. @param who - variables beside OS_AUTH_URL */
  async openstackBy(who: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<string> {
    const { OS_AUTH_URL, OS_IDENTITY_API_VERSION } = this.#openrc();
    return this.#client('openstack', words, { OS_AUTH_URL, OS_IDENTITY_API_VERSION, ...who });
  }

  /** Runs Debian's cinder client, which knows no clouds.yaml, with the written openrc; gives what it printed. */
  async cinder(...words: readonly string[]): Promise<string> {
    return this.#client('cinder', words, this.#openrc());
  }

  /** Runs Debian's glance client as `cinder`, with its input closed: it would take an image from there. */
  async glance(...words: readonly string[]): Promise<string> {
    return this.#client('/bin/sh', ['-c', 'exec glance "$@" <&-', 'sh', ...words], this.#openrc());
  }

  /** As `openstack`, parsed from `-f json`. */
  async json(...words: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.openstack(...words, '-f', 'json'));
  }

  /** Ends the cloud gracefully, and starts it again over the same folder and ports. @param meanwhile - while it is down */
  async restart(meanwhile?: () => void): Promise<void> {
    const code = await this.#end();
    if (code !== 0) throw new Error(`The cloud ended with ${String(code)}:\n${this.#output}`);
    meanwhile?.();
    this.#output = '';
    this.#process = this.#spawn();
    await this.#ready();
  }

  /** Ends the cloud gracefully and gives its exit code; the folder is gone then. */
  async stop(): Promise<number | null> {
    const code = await this.#end();
    rmSync(this.stateDir, { recursive: true, force: true });
    return code;
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [MAIN, ...this.#words], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (this.#output += text.toString()));
    return child;
  }

  async #end(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => {
      if (this.#process.exitCode !== null) resolve(this.#process.exitCode);
      else this.#process.once('exit', resolve);
    });
    this.#process.kill('SIGTERM');
    return ended;
  }

  /** What the written openrc sets. */
  #openrc(): NodeJS.ProcessEnv {
    const text = readFileSync(join(this.stateDir, 'openrc'), 'utf8');
    return Object.fromEntries([...text.matchAll(EXPORT)].map(([, name = '', value]) => [name, value]));
  }

  async #client(program: string, words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
    const env = { ...environment };
    for (const name of ['PATH', 'HOME', 'LANG']) env[name] = process.env[name];
    const running = run(program, [...words], { env, maxBuffer: 64 * 1024 * 1024 });
    // Without --file, `image create` takes the image from its input.
    running.child.stdin?.end();
    return (await running).stdout;
  }

  async #ready(): Promise<void> {
    const child = this.#process;
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', () => {
        if (/^Ready in /m.test(this.#output)) resolve();
      });
      child.once('exit', (code) =>
        reject(new Error(`The cloud ended with ${String(code)} before it was ready:\n${this.#output}`)),
      );
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
