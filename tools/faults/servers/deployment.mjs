// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { createComputeDatabases, startCompute } from '../../services/compute.mjs';
import { Database } from '../../services/database.mjs';
import { authtokenOf, startKeystone } from '../../services/identity.mjs';
import { startGlance } from '../../services/image.mjs';
import { freePorts } from '../../services/ports.mjs';
import { Processes } from '../../services/processes.mjs';

const hosts = ['host-1', 'host-2', 'host-3', 'host-4'];
/** The fake driver has a thousand processors. */
const processors = 1000;
/** Servers of one processor that a host has room for. */
export const hostCapacity = 100;
/** Servers that all hosts together have room for. */
export const capacity = hosts.length * hostCapacity;

/** Compute as an operator runs it, each service a process of its own, with four hosts of the fake driver. */
export class Deployment {
  #processes;
  #ports;
  databases;
  session;
  /** What servers are made of. */
  imageId;
  flavorId;

  constructor(processes, { ports, databases, session }) {
    this.#processes = processes;
    this.#ports = ports;
    this.databases = databases;
    this.session = session;
  }

  /**
   * Starts all. Rejects as `Processes.until`, with nothing left behind.
   * @param {import('../../services/children.mjs').Children} children - the processes end with them
   * @param {{ folder: string, transportUrl: string }} init
   */
  static async start(children, { folder, transportUrl }) {
    const processes = new Processes(children, folder);
    const [keystone, glance, nova, placement, metadata] = await freePorts(5);
    const databases = { glance: await Database.create('glance'), ...(await createComputeDatabases()) };
    try {
      const session = await startKeystone(processes, keystone);
      const authtoken = authtokenOf(session.cloud);
      await startGlance(processes, { session, authtoken, port: glance, database: databases.glance });
      const ports = { nova, placement, metadata };
      const options = {
        DEFAULT: { cpu_allocation_ratio: hostCapacity / processors, debug: true },
        quota: { instances: -1, cores: -1, ram: -1 },
      };
      await startCompute(processes, { session, ports, databases, transportUrl, hosts, options });
      const deployment = new Deployment(processes, { ports: { glance, nova }, databases, session });
      await deployment.#prepare();
      return deployment;
    } catch (error) {
      await removeDatabases(databases);
      throw error;
    }
  }

  /** Names of the processes that have servers. */
  get computes() {
    return hosts.map((host) => `nova-compute-${host}`);
  }

  get conductor() {
    return 'nova-conductor';
  }

  get serversUrl() {
    return `${this.#url}/servers`;
  }

  /** Instances that the project is said to have. */
  async instancesInUse() {
    const { absolute } = (await this.session.request('GET', `${this.#url}/limits`)).limits;
    return absolute.totalInstancesUsed;
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

  async removeDatabases() {
    await removeDatabases(this.databases);
  }

  get #url() {
    return `http://127.0.0.1:${this.#ports.nova}/v2.1`;
  }

  async #prepare() {
    const images = `http://127.0.0.1:${this.#ports.glance}/v2/images`;
    const body = { name: 'small', disk_format: 'raw', container_format: 'bare' };
    this.imageId = (await this.session.request('POST', images, body)).id;
    await this.session.request('PUT', `${images}/${this.imageId}/file`, randomBytes(1 << 20));
    const flavor = { name: 'one', ram: 64, disk: 1, vcpus: 1 };
    this.flavorId = (await this.session.request('POST', `${this.#url}/flavors`, { flavor })).flavor.id;
  }
}

async function removeDatabases(databases) {
  for (const database of Object.values(databases)) await database.remove();
}
