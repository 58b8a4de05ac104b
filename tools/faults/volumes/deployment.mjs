// SPDX-License-Identifier: Apache-2.0
import { servicesAreUp } from '../../services/block-storage.mjs';
import { sharedDatabase } from '../../services/database.mjs';
import { authtokenOf, startKeystone } from '../../services/identity.mjs';
import { Processes } from '../../services/processes.mjs';

const backendName = 'files';
/** Nodes of cinder-volume and cinder-scheduler: while one is dead the other works. */
const nodes = ['node-1', 'node-2'];

/**
 * Block Storage as an operator runs it, each service a process of its own: keystone-api, cinder-api, two of
 * cinder-scheduler and two of cinder-volume, each of those with a folder of its own.
 */
export class Deployment {
  #processes;
  #ports;
  #urls;

  /**
   * @param {import('../../services/children.mjs').Children} children - the processes end with them
   * @param {{ folder: string, ports: { keystone: number, cinder: number }, transportUrl: string, databaseUrl: string }} init
   */
  constructor(children, { folder, ports, transportUrl, databaseUrl }) {
    this.#processes = new Processes(children, folder);
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
    return new Map(nodes.map((node) => [`${node}@${backendName}`, this.#processes.file(`volumes-${node}`)]));
  }

  /** Starts all. @returns {Promise<import('../../services/cloud.mjs').CloudSession>} of the administrator */
  async start() {
    const session = await startKeystone(this.#processes, this.#ports.keystone);
    await this.#startCinder(session.cloud);
    return session;
  }

  /** Of a project. @param {string} projectId */
  volumesUrl(projectId) {
    return `${this.#url(projectId)}/volumes`;
  }

  /** Kills one hard. @param {string} name */
  async kill(name) {
    await this.#processes.kill(name);
  }

  /** Starts one again. @param {string} name */
  restart(name) {
    this.#processes.restart(name);
  }

  /** @throws {import('../../services/failure.mjs').Failure} when a process ended that nobody ended */
  check() {
    this.#processes.check();
  }

  #url(projectId) {
    return `http://127.0.0.1:${this.#ports.cinder}/v3/${projectId}`;
  }

  async #startCinder(cloud) {
    const processes = this.#processes;
    const common = processes.configure('cinder.conf', this.#cinderOptions(cloud));
    processes.start('cinder-api', { app: 'cinder-api', args: ['--config-file', common] });
    // The first of them makes the tables.
    await processes.answers('cinder-api', `http://127.0.0.1:${this.#ports.cinder}/`);
    for (const node of nodes) {
      const own = processes.configure(`${node}.conf`, {
        DEFAULT: { host: node },
        [backendName]: {
          volume_driver: 'stackport.file',
          volume_backend_name: backendName,
          file_volumes_dir: this.volumeFolders.get(`${node}@${backendName}`),
        },
      });
      const args = ['--config-file', common, '--config-file', own];
      processes.start(`cinder-scheduler-${node}`, { app: 'cinder-scheduler', args });
      processes.start(`cinder-volume-${node}`, { app: 'cinder-volume', args });
    }
    await processes.until('Block Storage', () =>
      servicesAreUp(cloud, (projectId) => this.#url(projectId), 2 * nodes.length),
    );
  }

  #cinderOptions(cloud) {
    return {
      DEFAULT: {
        transport_url: this.#urls.transportUrl,
        state_path: this.#processes.file('state'),
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
      database: sharedDatabase(this.#urls.databaseUrl),
      keystone_authtoken: authtokenOf(cloud),
    };
  }
}
