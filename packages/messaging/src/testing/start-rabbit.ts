// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';
// The one in the path becomes the user rabbitmq, who has another cookie.
const CONTROL = '/usr/lib/rabbitmq/bin/rabbitmqctl';
const START_SECONDS = 90;

/** A RabbitMQ of a test's own: node name, folder and ports that nobody else has. */
export class OwnRabbit {
  readonly folder: string;
  readonly port: number;
  readonly #distributionPort: number;
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number, distributionPort: number) {
    this.folder = folder;
    this.port = port;
    this.#distributionPort = distributionPort;
  }

  /** Makes one, not yet started. @param configuration - lines for rabbitmq.conf */
  static async create(configuration = ''): Promise<OwnRabbit> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-rabbit-'));
    const [port, distributionPort] = await freePorts(2);
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'rabbitmq.conf'), `log.console.level = warning\n${configuration}`);
    await writeFile(join(folder, 'enabled_plugins'), '[].\n');
    return new OwnRabbit(folder, port as number, distributionPort as number);
  }

  /** As an operator writes it into `transport_url`. */
  get url(): string {
    return `rabbit://guest:guest@127.0.0.1:${this.port}/`;
  }

  /** Starts it, with what it kept on its disk, and resolves when it lets us in. */
  async start(): Promise<void> {
    const child = spawn(PROGRAM, [], {
      cwd: this.folder,
      // A session of its own, so that all of it can be killed.
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...this.#environment() },
    });
    this.#child = child;
    const end = Date.now() + START_SECONDS * 1000;
    while (!(await this.#letsIn())) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`RabbitMQ did not start:\n${await this.#log()}`);
      await sleep(200);
    }
  }

  /** As a service manager does: what is durable is on its disk. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Freezes and thaws it: connections stay, and are silent. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  /** rabbitmqctl for this node. @returns what it prints */
  async ctl(...args: string[]): Promise<string> {
    const environment = { ...process.env, ...this.#environment() };
    const { stdout } = await run(CONTROL, ['-q', ...args], { env: environment });
    return stdout;
  }

  /** Ends it, and its folder is gone. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    signalGroup(child, signal);
    await exited;
    // What the node started beside itself ends with it.
    signalGroup(child, 'SIGKILL');
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child !== undefined) signalGroup(this.#child, signal);
  }

  #environment(): Record<string, string> {
    return {
      // Erlang keeps its cookie there.
      HOME: this.folder,
      RABBITMQ_NODENAME: `stackport${this.port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(this.port),
      RABBITMQ_DIST_PORT: String(this.#distributionPort),
      RABBITMQ_MNESIA_BASE: join(this.folder, 'data'),
      RABBITMQ_LOG_BASE: join(this.folder, 'logs'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(this.folder, 'enabled_plugins'),
      RABBITMQ_CONFIG_FILE: join(this.folder, 'rabbitmq.conf'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
    };
  }

  async #letsIn(): Promise<boolean> {
    const { connect } = await import('amqplib');
    try {
      const connection = await connect(`amqp://guest:guest@127.0.0.1:${this.port}`, { timeout: 2000 });
      await connection.close();
      return true;
    } catch {
      return false;
    }
  }

  async #log(): Promise<string> {
    const file = join(this.folder, 'logs', `stackport${this.port}@localhost.log`);
    return (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(-15).join('\n');
  }
}

/** A RabbitMQ of a test's own, started. `remove` it in the end. */
export async function startRabbit(): Promise<OwnRabbit> {
  const rabbit = await OwnRabbit.create();
  try {
    await rabbit.start();
  } catch (error) {
    await rabbit.remove();
    throw error;
  }
  return rabbit;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of it has ended.
  }
}

/** TCP ports of this machine that nobody listens on, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
