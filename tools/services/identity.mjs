// SPDX-License-Identifier: Apache-2.0
// What every command that runs services in processes of their own starts them with.
import { randomBytes } from 'node:crypto';
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
export function authtokenOf(cloud) {
  return { ...credentialsOf(cloud), www_authenticate_uri: cloud.authUrl };
}

/**
 * What a service logs in with at another one: `[nova]`, `[service_user]` and their like.
 * @param {import('./cloud.mjs').Cloud} cloud
 */
export function credentialsOf({ authUrl, username, password, projectName, domainName }) {
  return {
    auth_type: 'password',
    auth_url: authUrl,
    username,
    password,
    project_name: projectName,
    user_domain_name: domainName,
    project_domain_name: domainName,
  };
}

/**
 * Adds a service with its three endpoints.
 * @param {CloudSession} session - of the administrator
 * @param {string} type - as in the catalog
 * @param {string} url
 */
export async function addToCatalog(session, type, url) {
  const { authUrl, region } = session.cloud;
  const { service } = await session.request('POST', `${authUrl}/services`, { service: { type, name: type } });
  for (const kind of ['public', 'internal', 'admin'])
    await session.request('POST', `${authUrl}/endpoints`, {
      endpoint: { service_id: service.id, interface: kind, url, region_id: region },
    });
}

/**
 * Makes the user that a service logs in as, with the roles that upstream's services have.
 * @param {CloudSession} session - of the administrator
 * @param {string} name
 * @returns {Promise<import('./cloud.mjs').Cloud>} the cloud, as that user sees it
 */
export async function addServiceUser(session, name) {
  const { authUrl } = session.cloud;
  const find = async (kind, wanted) =>
    (await session.request('GET', `${authUrl}/${kind}s?name=${wanted}`))[`${kind}s`][0] ??
    (await session.request('POST', `${authUrl}/${kind}s`, { [kind]: { name: wanted } }))[kind];
  const project = await find('project', 'service');
  const password = randomBytes(16).toString('hex');
  const { user } = await session.request('POST', `${authUrl}/users`, { user: { name, password } });
  for (const wanted of ['admin', 'service']) {
    const role = await find('role', wanted);
    await session.request('PUT', `${authUrl}/projects/${project.id}/users/${user.id}/roles/${role.id}`);
  }
  return { ...session.cloud, username: name, password, projectName: project.name };
}
