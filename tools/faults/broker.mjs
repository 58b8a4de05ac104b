// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { daemonPid, stopDaemon } from '../services/daemon.mjs';
import { Failure } from '../services/failure.mjs';
import { probeRabbitmq, startRabbitmq } from '../services/rabbitmq.mjs';

const run = promisify(execFile);
// The one in the path becomes the user rabbitmq, who has another cookie.
const control = '/usr/lib/rabbitmq/bin/rabbitmqctl';
const name = 'rabbitmq';
const readySeconds = 90;

/** A RabbitMQ of the command's own: node name, ports and folder that nobody else has. */
export class Broker {
  #folder;
  #port;
  #forget = () => this.#killGroup(daemonPid(this.#folder, name));

  /** @param {{ folder: string, port: number }} init */
  constructor({ folder, port }) {
    this.#folder = folder;
    this.#port = port;
    // Also when the command is interrupted.
    process.on('exit', this.#forget);
  }

  /** As an operator writes it into `transport_url`. */
  get url() {
    return `rabbit://guest:guest@127.0.0.1:${this.#port}/`;
  }

  /** Starts the process, with what it kept on its disk, and resolves when it lets us in. */
  async start() {
    await startRabbitmq({ folder: this.#folder, port: this.#port });
  }

  /** As a service manager does: what is durable is on its disk. */
  async stop() {
    await stopDaemon(this.#folder, name, 60);
  }

  /** As a machine that loses its power. */
  async kill() {
    const pid = daemonPid(this.#folder, name);
    this.#killGroup(pid);
    while (daemonPid(this.#folder, name) !== undefined) await sleep(20);
  }

  /** The process stays, and serves nobody: `rabbitmqctl stop_app`. */
  async stopApplication() {
    await this.#control('stop_app');
  }

  /** Resolves when it lets us in again. */
  async startApplication() {
    await this.#control('start_app');
    const end = Date.now() + readySeconds * 1000;
    while ((await probeRabbitmq({ host: '127.0.0.1', port: this.#port })) !== 'ready') {
      if (Date.now() > end) throw new Failure(`RabbitMQ was not ready in ${readySeconds} s`, `See ${this.#folder}.`);
      await sleep(100);
    }
  }

  /**
   * Messages that wait or are being worked on.
   * @returns {Promise<Record<string, number>>} by queue, those that have any
   */
  async depths() {
    const columns = await this.#control('--silent', '--no-table-headers', 'list_queues', 'name', 'messages');
    const rows = columns
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
    return Object.fromEntries(
      rows.filter(([, count]) => count !== '0').map(([queue, count]) => [queue, Number(count)]),
    );
  }

  /** Ends it for good. */
  async remove() {
    await this.kill();
    process.off('exit', this.#forget);
  }

  #killGroup(pid) {
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  }

  async #control(...args) {
    const environment = {
      HOME: this.#folder,
      RABBITMQ_NODENAME: `stackport${this.#port}@localhost`,
      RABBITMQ_ENABLED_PLUGINS_FILE: join(this.#folder, 'enabled_plugins'),
      RABBITMQ_CONFIG_FILE: join(this.#folder, 'rabbitmq.conf'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
    };
    try {
      const { stdout } = await run(control, ['-q', ...args], { env: { ...process.env, ...environment } });
      return stdout;
    } catch (error) {
      throw new Failure(`rabbitmqctl ${args.join(' ')}: ${error.message}`, `See ${this.#folder}.`);
    }
  }
}
