// SPDX-License-Identifier: Apache-2.0
import { servicesAreUp } from '../services/block-storage.mjs';
import { createComputeDatabases, startCompute } from '../services/compute.mjs';
import { Database, sharedDatabase } from '../services/database.mjs';
import { addToCatalog, authtokenOf, credentialsOf, startKeystone } from '../services/identity.mjs';
import { startGlance } from '../services/image.mjs';
import { freePorts } from '../services/ports.mjs';
import { Processes } from '../services/processes.mjs';
import { backendSections, everyAction, filterSections, importSections } from './options.mjs';

/** Of nova-compute, with the fake driver. */
const hosts = ['compute-1', 'compute-2'];

/**
 * Starts the services as an operator runs them: each a process of its own, on the machine's RabbitMQ (a virtual host of the command's
 * own) and MariaDB (a database for each service, removed with the rest).
 * @param {import('../services/children.mjs').Children} children - the processes end with them
 * @param {{ folder: string, backends: readonly string[], importPort: number, everything: boolean }} init
 *   folder: for configuration, logs, images and volumes; backends: of cinder-volume; importPort: of this machine, where an image is imported from;
 *   everything: whether hosts shall do all that there is
 * @returns {Promise<{ cloud: import('../services/cloud.mjs').Cloud, stop: () => Promise<void> }>} once all services are up
 */
export async function startSeparate(children, { folder, backends, importPort, everything }) {
  const { RabbitVhost } = await import('@stackport/messaging/testing');
  const vhost = await RabbitVhost.create();
  const compute = await createComputeDatabases();
  const databases = { ...compute, glance: await Database.create('glance'), cinder: await Database.create('cinder') };
  const stop = async () => {
    await children.endAll();
    await vhost.remove();
    for (const database of Object.values(databases)) await database.remove();
  };
  try {
    const processes = new Processes(children, folder);
    const [keystonePort, glancePort, cinderPort, nova, placement, metadata] = await freePorts(6);
    const session = await startKeystone(processes, keystonePort);
    const authtoken = authtokenOf(session.cloud);
    const transportUrl = vhost.url;
    await startGlance(processes, {
      ...{ session, authtoken, port: glancePort, database: databases.glance },
      options: importSections(importPort),
    });
    await startCinder(processes, {
      port: cinderPort,
      glancePort,
      database: databases.cinder,
      authtoken,
      credentials: credentialsOf(session.cloud),
      transportUrl,
      backends,
    });
    await addToCatalog(session, 'volumev3', `http://127.0.0.1:${cinderPort}/v3/$(project_id)s`);
    const urlOf = (projectId) => `http://127.0.0.1:${cinderPort}/v3/${projectId}`;
    await processes.until('Block Storage', () => servicesAreUp(session.cloud, urlOf, backends.length + 2));
    await startCompute(processes, {
      ...{ session, databases: compute, transportUrl, hosts },
      ports: { nova, placement, metadata },
      options: filterSections(),
      ...(everything && { driver: everyAction }),
    });
    return { cloud: session.cloud, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCinder(processes, { port, glancePort, database, authtoken, credentials, transportUrl, backends }) {
  const file = processes.configure('cinder.conf', {
    DEFAULT: {
      transport_url: transportUrl,
      state_path: processes.file('state'),
      osapi_volume_listen: '127.0.0.1',
      osapi_volume_listen_port: port,
      osapi_volume_workers: 2,
      glance_api_servers: `http://127.0.0.1:${glancePort}`,
      enabled_backends: backends.join(','),
      backup_driver: 'cinder.backup.drivers.posix.PosixBackupDriver',
      backup_posix_path: processes.file('backups'),
      periodic_fuzzy_delay: 0,
    },
    oslo_messaging_rabbit: { amqp_durable_queues: true },
    database: sharedDatabase(database.url),
    keystone_authtoken: authtoken,
    // Who tells Compute of a volume that grew.
    nova: credentials,
    ...backendSections(backends, processes.file('volumes')),
  });
  const args = ['--config-file', file];
  // The first of them makes the tables.
  processes.start('cinder-api', { app: 'cinder-api', args });
  await processes.answers('cinder-api', `http://127.0.0.1:${port}/`);
  for (const app of ['cinder-scheduler', 'cinder-volume', 'cinder-backup']) processes.start(app, { app, args });
}
