// SPDX-License-Identifier: Apache-2.0
// What every command that runs Compute in processes of its own starts it with.
import { CloudSession } from './cloud.mjs';
import { Database, sharedDatabase } from './database.mjs';
import { addServiceUser, addToCatalog, authtokenOf, credentialsOf } from './identity.mjs';

const workers = ['nova-conductor', 'nova-scheduler'];

/**
 * @typedef {object} ComputeDatabases
 * @property {Database} placement
 * @property {Database} api
 * @property {Database} cell - the one cell's; cell0's comes and goes with it
 */

/** @returns {Promise<ComputeDatabases>} of the command's own */
export async function createComputeDatabases() {
  return {
    placement: await Database.create('placement'),
    api: await Database.create('nova_api'),
    cell: await Database.create('nova', ['_cell0']),
  };
}

/**
 * Starts Compute and Placement, each service a process of its own, and makes them known in the catalog.
 * @param {import('./processes.mjs').Processes} processes
 * @param {object} init
 * @param {CloudSession} init.session - of the administrator
 * @param {{ nova: number, placement: number, metadata: number }} init.ports
 * @param {ComputeDatabases} init.databases
 * @param {string} init.transportUrl
 * @param {readonly string[]} init.hosts - of nova-compute
 * @param {string} [init.driver] - of the hosts: one of upstream's fake ones
 * @param {Record<string, Record<string, string | number | boolean>>} [init.options] - of nova.conf, beside its own
 * @returns {Promise<void>} once all give signs of life
 */
export async function startCompute(processes, init) {
  const { session, ports, hosts, driver = 'fake.FakeDriver' } = init;
  const user = await addServiceUser(session, 'nova');
  const placement = processes.configure('placement.conf', {
    stackport: { bind_host: '127.0.0.1', bind_port: ports.placement, workers: 2 },
    placement_database: sharedDatabase(init.databases.placement.url),
    keystone_authtoken: authtokenOf(user),
  });
  processes.start('placement-api', { app: 'placement-api', args: ['--config-file', placement] });
  await addToCatalog(session, 'placement', `http://127.0.0.1:${ports.placement}`);
  await addToCatalog(session, 'compute', `http://127.0.0.1:${ports.nova}/v2.1`);
  await processes.answers('placement-api', `http://127.0.0.1:${ports.placement}/`);
  const common = ['--config-file', processes.configure('nova.conf', novaOptions(processes, user, init))];
  // The first of them makes the tables, and the cells.
  processes.start('nova-api', { app: 'nova-api', args: common });
  await processes.answers('nova-api', `http://127.0.0.1:${ports.nova}/`);
  for (const app of workers) processes.start(app, { app, args: common });
  for (const host of hosts) {
    const own = processes.configure(`${host}.conf`, {
      DEFAULT: { host, compute_driver: driver, state_path: processes.file(host) },
    });
    processes.start(`nova-compute-${host}`, { app: 'nova-compute', args: [...common, '--config-file', own] });
  }
  await processes.until('Compute', () => servicesAreUp(session, ports.nova, hosts.length));
}

function novaOptions(processes, user, { ports, databases, transportUrl, options = {} }) {
  const credentials = credentialsOf(user);
  const own = {
    DEFAULT: {
      transport_url: transportUrl,
      state_path: processes.file('nova'),
      osapi_compute_listen: '127.0.0.1',
      osapi_compute_listen_port: ports.nova,
      osapi_compute_workers: 2,
      metadata_listen: '127.0.0.1',
      metadata_listen_port: ports.metadata,
      metadata_workers: 1,
    },
    oslo_messaging_rabbit: { amqp_durable_queues: true },
    api_database: sharedDatabase(databases.api.url),
    database: sharedDatabase(databases.cell.url),
    keystone_authtoken: authtokenOf(user),
    service_user: { send_service_user_token: true, ...credentials },
    // Hosts that come up are found at once (nova-manage cell_v2 discover_hosts).
    scheduler: { discover_hosts_in_cells_interval: 5 },
    ...Object.fromEntries(['placement', 'glance', 'cinder'].map((name) => [name, credentials])),
  };
  const names = [...new Set([...Object.keys(own), ...Object.keys(options)])];
  return Object.fromEntries(names.map((name) => [name, { ...own[name], ...options[name] }]));
}

/** @throws {Error} where fewer services give signs of life, or a host of them is in no cell */
async function servicesAreUp({ cloud }, port, hosts) {
  const session = await CloudSession.open(cloud);
  const { services } = await session.request('GET', `http://127.0.0.1:${port}/v2.1/os-services`);
  const up = services.filter(({ state }) => state === 'up').length;
  const wanted = workers.length + hosts;
  if (up < wanted) throw new Error(`${up} of ${wanted} services are up`);
  const { hypervisors } = await session.request('GET', `http://127.0.0.1:${port}/v2.1/os-hypervisors`);
  if (hypervisors.length < hosts) throw new Error(`${hypervisors.length} of ${hosts} hosts are in a cell`);
}
