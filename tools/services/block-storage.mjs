// SPDX-License-Identifier: Apache-2.0
// What every command that runs Block Storage in processes of its own starts it with.
import { join } from 'node:path';
import { CloudSession, readCloud } from './cloud.mjs';

/**
 * Starts keystone-api.
 * @param {import('./processes.mjs').Processes} processes
 * @param {number} port
 * @returns {Promise<CloudSession>} of the administrator
 */
export async function startKeystone(processes, port) {
  const state = processes.file('keystone');
  const file = processes.configure('keystone.conf', {
    eventlet_server: { public_bind_host: '127.0.0.1', public_port: port, public_workers: 0 },
    token: { expiration: 86_400 },
    stackport: { state_dir: state },
  });
  processes.start('keystone-api', { app: 'keystone-api', args: ['--config-file', file] });
  return processes.until('keystone-api', async () => CloudSession.open(readCloud(join(state, 'clouds.yaml'))));
}

/**
 * `[keystone_authtoken]` of a service.
 * @param {import('./cloud.mjs').Cloud} cloud
 */
export function authtokenOf({ authUrl, username, password, projectName, domainName }) {
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

/**
 * `[database]` of one of several processes: MariaDB's own limit is 151 connections, for all of them.
 * @param {string} connection - URL
 */
export function sharedDatabase(connection) {
  return { connection, max_pool_size: 5, max_overflow: 10 };
}

/**
 * @param {import('./cloud.mjs').Cloud} cloud
 * @param {(projectId: string) => string} urlOf - of the API, with the project
 * @param {number} wanted - scheduler, backup, and cinder-volume for each back end
 * @throws {Error} where fewer services give signs of life
 */
export async function servicesAreUp(cloud, urlOf, wanted) {
  const session = await CloudSession.open(cloud);
  const { services } = await session.request('GET', `${urlOf(session.projectId)}/os-services`);
  const up = services.filter(({ state }) => state === 'up').length;
  if (up < wanted) throw new Error(`${up} of ${wanted} services are up`);
}
