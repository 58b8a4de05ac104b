// SPDX-License-Identifier: Apache-2.0
import { authtokenOf, servicesAreUp, sharedDatabase, startKeystone } from '../services/block-storage.mjs';
import { Database } from '../services/database.mjs';
import { freePorts } from '../services/ports.mjs';
import { Processes } from '../services/processes.mjs';
import { backendSections, importSections } from './options.mjs';

/**
 * Starts the services as an operator runs them: each a process of its own, on the machine's RabbitMQ (a virtual host of the command's
 * own) and MariaDB (a database for each service, removed with the rest).
 * @param {import('../services/children.mjs').Children} children - the processes end with them
 * @param {{ folder: string, backends: readonly string[], importPort: number }} init
 *   folder: for configuration, logs, images and volumes; backends: of cinder-volume; importPort: of this machine, where an image is imported from
 * @returns {Promise<{ cloud: import('../services/cloud.mjs').Cloud, stop: () => Promise<void> }>} once all services are up
 */
export async function startSeparate(children, { folder, backends, importPort }) {
  const { RabbitVhost } = await import('@stackport/messaging/testing');
  const vhost = await RabbitVhost.create();
  const databases = { glance: await Database.create('glance'), cinder: await Database.create('cinder') };
  const stop = async () => {
    await children.endAll();
    await vhost.remove();
    for (const database of Object.values(databases)) await database.remove();
  };
  try {
    const processes = new Processes(children, folder);
    const [keystonePort, glancePort, cinderPort] = await freePorts(3);
    const session = await startKeystone(processes, keystonePort);
    const authtoken = authtokenOf(session.cloud);
    await startGlance(processes, { port: glancePort, database: databases.glance, authtoken, importPort });
    const transportUrl = vhost.url;
    await startCinder(processes, {
      port: cinderPort,
      glancePort,
      database: databases.cinder,
      authtoken,
      transportUrl,
      backends,
    });
    await addToCatalog(session, 'image', `http://127.0.0.1:${glancePort}`);
    await addToCatalog(session, 'volumev3', `http://127.0.0.1:${cinderPort}/v3/$(project_id)s`);
    const urlOf = (projectId) => `http://127.0.0.1:${cinderPort}/v3/${projectId}`;
    await processes.until('Block Storage', () => servicesAreUp(session.cloud, urlOf, backends.length + 2));
    return { cloud: session.cloud, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startGlance(processes, { port, database, authtoken, importPort }) {
  const file = processes.configure('glance-api.conf', {
    DEFAULT: {
      bind_host: '127.0.0.1',
      bind_port: port,
      workers: 2,
      node_staging_uri: `file://${processes.file('staging')}`,
    },
    database: { connection: database.url },
    glance_store: { filesystem_store_datadir: processes.file('images') },
    keystone_authtoken: authtoken,
    paste_deploy: { flavor: 'keystone' },
    ...importSections(importPort),
  });
  processes.start('glance-api', { app: 'glance-api', args: ['--config-file', file] });
  await processes.answers('glance-api', `http://127.0.0.1:${port}/`);
}

async function startCinder(processes, { port, glancePort, database, authtoken, transportUrl, backends }) {
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
    ...backendSections(backends, processes.file('volumes')),
  });
  const args = ['--config-file', file];
  // The first of them makes the tables.
  processes.start('cinder-api', { app: 'cinder-api', args });
  await processes.answers('cinder-api', `http://127.0.0.1:${port}/`);
  for (const app of ['cinder-scheduler', 'cinder-volume', 'cinder-backup']) processes.start(app, { app, args });
}

async function addToCatalog(session, type, url) {
  const { authUrl, region } = session.cloud;
  const { service } = await session.request('POST', `${authUrl}/services`, { service: { type, name: type } });
  for (const kind of ['public', 'internal', 'admin'])
    await session.request('POST', `${authUrl}/endpoints`, {
      endpoint: { service_id: service.id, interface: kind, url, region_id: region },
    });
}
