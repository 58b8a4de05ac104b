// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { CloudSession, readCloud } from '../services/cloud.mjs';
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
    // scheduler, backup, and cinder-volume for each back end
    await processes.until('Block Storage', () => areUp(session.cloud, backends.length + 2));
    return { cloud: session.cloud, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startKeystone(processes, port) {
  const state = processes.file('keystone');
  const file = processes.configure('keystone.conf', {
    eventlet_server: { public_bind_host: '127.0.0.1', public_port: port, public_workers: 0 },
    token: { expiration: 86_400 },
    stackport: { state_dir: state },
  });
  processes.start('keystone-api', { app: 'keystone-api', args: ['--config-file', file] });
  return processes.until('keystone-api', async () => CloudSession.open(readCloud(join(state, 'clouds.yaml'))));
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
    // MariaDB's own limit is 151 connections, for all processes.
    database: { connection: database.url, max_pool_size: 5, max_overflow: 10 },
    keystone_authtoken: authtoken,
    ...backendSections(backends, processes.file('volumes')),
  });
  const args = ['--config-file', file];
  // The first of them makes the tables.
  processes.start('cinder-api', { app: 'cinder-api', args });
  await processes.answers('cinder-api', `http://127.0.0.1:${port}/`);
  for (const app of ['cinder-scheduler', 'cinder-volume', 'cinder-backup']) processes.start(app, { app, args });
}

function authtokenOf({ authUrl, username, password, projectName, domainName }) {
  return {
    auth_type: 'password',
    auth_url: authUrl,
    www_authenticate_uri: authUrl,
    username,
    password,
    project_name: projectName,
    user_domain_name: domainName,
    project_domain_name: domainName,
  };
}

async function addToCatalog(session, type, url) {
  const { authUrl, region } = session.cloud;
  const { service } = await session.request('POST', `${authUrl}/services`, { service: { type, name: type } });
  for (const kind of ['public', 'internal', 'admin'])
    await session.request('POST', `${authUrl}/endpoints`, {
      endpoint: { service_id: service.id, interface: kind, url, region_id: region },
    });
}

/** @throws {Error} where fewer services give signs of life */
async function areUp(cloud, wanted) {
  const session = await CloudSession.open(cloud);
  const { services } = await session.request('GET', `${session.endpoint('volumev3')}/os-services`);
  const up = services.filter(({ state }) => state === 'up').length;
  if (up < wanted) throw new Error(`${up} of ${wanted} services are up`);
}
