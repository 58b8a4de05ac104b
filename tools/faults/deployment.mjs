// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudSession, readCloud } from '../services/cloud.mjs';
import { Failure } from '../services/failure.mjs';
import { root } from '../services/paths.mjs';

const readySeconds = 90;
const backendName = 'files';
/** Nodes of cinder-volume and cinder-scheduler: while one is dead the other works. */
const nodes = ['node-1', 'node-2'];

/**
 * Block Storage as an operator runs it, each service a process of its own: keystone-api, cinder-api, two of
 * cinder-scheduler and two of cinder-volume, each of those with a folder of its own.
 */
export class Deployment {
  #children;
  #folder;
  #ports;
  #urls;
  #processes = new Map();

  /**
   * @param {import('../services/children.mjs').Children} children - the processes end with them
   * @param {{ folder: string, ports: { keystone: number, cinder: number }, transportUrl: string, databaseUrl: string }} init
   */
  constructor(children, { folder, ports, transportUrl, databaseUrl }) {
    this.#children = children;
    this.#folder = folder;
    this.#ports = ports;
    this.#urls = { transportUrl, databaseUrl };
  }

  /** Names of the processes that work on volumes. */
  get volumeServices() {
    return nodes.map((node) => `cinder-volume-${node}`);
  }

  get schedulers() {
    return nodes.map((node) => `cinder-scheduler-${node}`);
  }

  /** Where each back end keeps its files, by the host of its volumes. */
  get volumeFolders() {
    return new Map(nodes.map((node) => [`${node}@${backendName}`, join(this.#folder, `volumes-${node}`)]));
  }

  /** Starts all. @returns {Promise<CloudSession>} of the administrator */
  async start() {
    const cloudFile = this.#startKeystone();
    const session = await this.#until('keystone-api', async () => CloudSession.open(readCloud(cloudFile)));
    this.cloud = session.cloud;
    await this.#startCinder();
    return session;
  }

  /** Of a project. @param {string} projectId */
  volumesUrl(projectId) {
    return `http://127.0.0.1:${this.#ports.cinder}/v3/${projectId}/volumes`;
  }

  /** Kills one hard. @param {string} name */
  async kill(name) {
    const { child } = this.#processes.get(name);
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts one again. @param {string} name */
  restart(name) {
    this.#spawn(name, this.#processes.get(name).start);
  }

  /** @throws {Failure} when a process ended that nobody ended */
  check() {
    for (const [name, { child }] of this.#processes)
      if (child.exitCode !== null || child.signalCode !== null) throw this.#ended(name);
  }

  #startKeystone() {
    const state = join(this.#folder, 'keystone');
    const file = this.#configure('keystone.conf', {
      eventlet_server: { public_bind_host: '127.0.0.1', public_port: this.#ports.keystone, public_workers: 0 },
      token: { expiration: 86_400 },
      stackport: { state_dir: state },
    });
    this.#spawn('keystone-api', { app: 'keystone-api', args: ['--config-file', file] });
    return join(state, 'clouds.yaml');
  }

  async #startCinder() {
    const common = this.#configure('cinder.conf', this.#cinderOptions());
    this.#spawn('cinder-api', { app: 'cinder-api', args: ['--config-file', common] });
    // The first of them makes the tables.
    await this.#until('cinder-api', () => this.#answers(`http://127.0.0.1:${this.#ports.cinder}/`));
    for (const node of nodes) {
      const own = this.#configure(`${node}.conf`, {
        DEFAULT: { host: node },
        [backendName]: {
          volume_driver: 'stackport.file',
          volume_backend_name: backendName,
          file_volumes_dir: this.volumeFolders.get(`${node}@${backendName}`),
        },
      });
      const args = ['--config-file', common, '--config-file', own];
      this.#spawn(`cinder-scheduler-${node}`, { app: 'cinder-scheduler', args });
      this.#spawn(`cinder-volume-${node}`, { app: 'cinder-volume', args });
    }
    await this.#until('cinder-volume', () => this.#areUp());
  }

  #cinderOptions() {
    const { authUrl, username, password, projectName } = this.cloud;
    const domains = { user_domain_name: 'Default', project_domain_name: 'Default' };
    return {
      DEFAULT: {
        transport_url: this.#urls.transportUrl,
        state_path: join(this.#folder, 'state'),
        osapi_volume_listen: '127.0.0.1',
        osapi_volume_listen_port: this.#ports.cinder,
        osapi_volume_workers: 1,
        enabled_backends: backendName,
        // Nothing of what is wanted here is refused for want of room.
        quota_volumes: 1_000_000,
        quota_gigabytes: 1_000_000,
        max_over_subscription_ratio: 100_000,
        // A dead service is found to be dead soon.
        report_interval: 2,
        // What became of a volume is in the logs.
        debug: true,
        service_down_time: 10,
      },
      oslo_messaging_rabbit: { amqp_durable_queues: true },
      // MariaDB's own limit is 151 connections, for all processes.
      database: { connection: this.#urls.databaseUrl, max_pool_size: 5, max_overflow: 10 },
      keystone_authtoken: {
        auth_type: 'password',
        auth_url: authUrl,
        username,
        password,
        project_name: projectName,
        ...domains,
      },
    };
  }

  /** Whether all four have a row and a sign of life. */
  async #areUp() {
    const session = await CloudSession.open(this.cloud);
    const url = this.volumesUrl(session.projectId).replace(/volumes$/, 'os-services');
    const { services } = await session.request('GET', url);
    const up = services.filter(({ state }) => state === 'up').length;
    if (up < 2 * nodes.length) throw new Error(`${up} services are up`);
  }

  async #answers(url) {
    await (await fetch(url)).arrayBuffer();
  }

  #configure(file, sections) {
    const path = join(this.#folder, file);
    const text = Object.entries(sections).map(([name, options]) =>
      [`[${name}]`, ...Object.entries(options).map(([option, value]) => `${option} = ${value}`), ''].join('\n'),
    );
    writeFileSync(path, text.join('\n'), { mode: 0o600 });
    return path;
  }

  #spawn(name, start) {
    const program = join(root, 'apps', start.app, 'dist', 'bundle', 'main.js');
    if (!existsSync(program)) throw new Failure(`${start.app} is not built`, 'Run: npm run build');
    mkdirSync(this.#folder, { recursive: true });
    const log = openSync(this.#log(name), 'a');
    const child = this.#children.spawn(process.execPath, [program, ...start.args], {
      cwd: this.#folder,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#processes.set(name, { child, start });
  }

  /** Resolves with what an action gives when it does not fail any more. */
  async #until(what, action) {
    const end = Date.now() + readySeconds * 1000;
    for (;;) {
      this.check();
      try {
        return await action();
      } catch (error) {
        if (Date.now() > end)
          throw new Failure(`${what} was not ready in ${readySeconds} s: ${error.message}`, `See ${this.#folder}.`);
      }
      await sleep(100);
    }
  }

  #ended(name) {
    const tail = readFileSync(this.#log(name), 'utf8').trimEnd().split('\n').slice(-15).join('\n');
    return new Failure(`${name} ended:\n${tail}`, `See ${this.#log(name)}.`);
  }

  #log(name) {
    return join(this.#folder, `${name}.log`);
  }
}
