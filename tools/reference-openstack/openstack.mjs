// SPDX-License-Identifier: Apache-2.0
// The Python services of OpenStack Zed as Debian 12 packages them, with a state folder and ports of their own, beside whatever else runs.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { adminOf, CloudSession } from '../services/cloud.mjs';
import { daemonPid, startDaemon, stopDaemon, waitForDaemon } from '../services/daemon.mjs';
import { installPackages, unpackPackage } from '../services/debian.mjs';
import { Failure } from '../services/failure.mjs';
import { startMariadb } from '../services/mariadb.mjs';
import { cache } from '../services/paths.mjs';
import { freePorts, isListening } from '../services/ports.mjs';
import { referenceServices } from './services.mjs';

const run = promisify(execFile);
const host = '127.0.0.1';
const readySeconds = 90;

/** Where the state is unless told otherwise. */
export const defaultStateFolder = join(cache, 'reference-openstack');

/**
 * Brings the services up; those that run already stay.
 * @param {object} [init]
 * @param {string} [init.stateFolder]
 * @param {readonly string[]} [init.services] - names; keystone is always there
 * @param {Record<string, number>} [init.ports] - by service
 * @param {string} [init.password] - of the admin
 * @param {number} [init.workers] - processes per service
 * @param {(line: string) => void} [init.say]
 * @returns {Promise<{ cloud: import('../services/cloud.mjs').Cloud, services: { name: string, url: string, pid: number, seconds: number }[] }>}
 *   seconds: from the start of the process to its first answer; 0 when it was running
 */
export async function startReference({
  stateFolder = defaultStateFolder,
  services: names = referenceServices.map(({ name }) => name),
  ports = {},
  password = 'secret',
  workers = 1,
  say = () => {},
} = {}) {
  const services = referenceServices.filter(({ name }) => name === 'keystone' || names.includes(name));
  const unknown = names.filter((name) => !referenceServices.some((service) => service.name === name));
  if (unknown.length > 0)
    throw new Failure(
      `no such service: ${unknown.join(', ')}`,
      `There are: ${referenceServices.map(({ name }) => name).join(', ')}.`,
    );

  await installPackages([...new Set(['mariadb-server', ...services.flatMap((service) => service.packages)])], say);
  const unpacked = new Map();
  for (const name of services.flatMap((service) => service.unpacked))
    unpacked.set(name, await unpackPackage(name, say));
  mkdirSync(stateFolder, { recursive: true });
  const connection = await openDatabases(stateFolder, services);

  const port = (name) => ports[name] ?? referenceServices.find((service) => service.name === name).port;
  const url = (name) => `http://${host}:${port(name)}`;
  const cloud = adminOf(url('keystone'), password);
  const started = [];
  for (const service of services) {
    const folder = join(stateFolder, service.name);
    const surroundings = {
      folder,
      configuration: join(folder, `${service.name}.conf`),
      host,
      port: port(service.name),
      workers,
      password,
      url,
      connection,
      authentication: (username) => serviceUser(url('keystone'), username, password),
      unpacked: (name) => unpacked.get(name),
    };
    started.push(await startService(service, surroundings, cloud, say));
  }
  return { cloud, services: started };
}

/**
 * Stops the services.
 * @param {{ stateFolder?: string, purge?: boolean, say?: (line: string) => void }} [init] - purge: deletes their state too
 */
export async function stopReference({ stateFolder = defaultStateFolder, purge = false, say = () => {} } = {}) {
  for (const name of [...referenceServices.map((service) => service.name).reverse(), 'mariadb'])
    if (await stopDaemon(join(stateFolder, name), name)) say(`stopped ${name}`);
  if (purge) rmSync(stateFolder, { recursive: true, force: true });
}

async function startService(service, surroundings, cloud, say) {
  const { name } = service;
  const { folder, port, configuration, url } = surroundings;
  const running = daemonPid(folder, name);
  // One that runs with another port would be taken for ours.
  if (running !== undefined && !(await isListening({ host, port })))
    throw new Failure(
      `${name} runs, and not at port ${port}`,
      'Run: node tools/reference-openstack/down.mjs, with the same --state-dir',
    );
  if (running === undefined && (await isListening({ host, port })))
    throw new Failure(`${name}: port ${port} is taken`, `Give --${name}-port another one.`);
  if (running !== undefined) {
    say(`${name} is running at ${url(name)}`);
    return { name, url: url(name), pid: running, seconds: 0 };
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(configuration, toIni(service.settings(surroundings)), { mode: 0o600 });
  const prepared = join(folder, 'prepared');
  if (!existsSync(prepared)) {
    say(`${name}: making its database`);
    await service.prepare(surroundings).catch((error) => {
      throw error.stderr === undefined
        ? error
        : new Failure(`${name}: ${error.cmd}\n${error.stderr.trimEnd().split('\n').slice(-15).join('\n')}`);
    });
    writeFileSync(prepared, '');
  }
  const before = performance.now();
  const pid = startDaemon({ folder, name, ...service.daemon(surroundings) });
  await waitForDaemon({ folder, name }, () => isAnswering(url(name)), readySeconds);
  const seconds = (performance.now() - before) / 1000;
  await register(await CloudSession.open(cloud), service, surroundings);
  say(`${name} is ready at ${url(name)} (${seconds.toFixed(1)} s)`);
  return { name, url: url(name), pid, seconds };
}

/** Its user, and its entry in the catalog; the ports may have changed since the last time. */
async function register(session, { name, catalog, hasUser }, { url, password }) {
  const identity = session.cloud.authUrl;
  const ensure = async (collection, item, match) => {
    const query = Object.entries(match).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
    const found = (await session.request('GET', `${identity}/${collection}?${query.join('&')}`))[collection];
    if (found.length > 0) return found[0];
    const singular = collection.slice(0, -1);
    return (await session.request('POST', `${identity}/${collection}`, { [singular]: item }))[singular];
  };
  if (hasUser) {
    const project = await ensure('projects', { name: 'service' }, { name: 'service' });
    const user = await ensure('users', { name, password, default_project_id: project.id }, { name });
    for (const roleName of ['admin', 'service']) {
      const role = await ensure('roles', { name: roleName }, { name: roleName });
      await session.request('PUT', `${identity}/projects/${project.id}/users/${user.id}/roles/${role.id}`);
    }
  }
  const entry = await ensure('services', { type: catalog.type, name }, { type: catalog.type });
  for (const kind of ['public', 'internal', 'admin']) {
    const endpoint = {
      service_id: entry.id,
      interface: kind,
      url: `${url(name)}${catalog.path}`,
      region_id: 'RegionOne',
    };
    const { id } = await ensure('endpoints', endpoint, { service_id: entry.id, interface: kind });
    await session.request('PATCH', `${identity}/endpoints/${id}`, { endpoint: { url: endpoint.url } });
  }
}

/**
 * A MariaDB of their own: on SQLite, keystone locks itself out when one request writes through two sessions.
 * @returns {Promise<(database: string) => string>} SQLAlchemy's URLs
 */
async function openDatabases(stateFolder, services) {
  const folder = join(stateFolder, 'mariadb');
  mkdirSync(folder, { recursive: true });
  const portFile = join(folder, 'port');
  if (!existsSync(portFile)) writeFileSync(portFile, String((await freePorts(1))[0]));
  const port = Number(readFileSync(portFile, 'utf8'));
  await startMariadb({ folder, port, options: ['--character-set-server=utf8mb3'] });
  const statements = services.map(({ name }) => `CREATE DATABASE IF NOT EXISTS ${name};`).join(' ');
  await run('mariadb', ['--no-defaults', `-S${join(folder, 'mariadb.sock')}`, '-uroot', '-e', statements]);
  return (name) => `mysql+pymysql://root:@${host}:${port}/${name}?charset=utf8`;
}

function serviceUser(keystoneUrl, username, password) {
  return {
    www_authenticate_uri: keystoneUrl,
    auth_url: keystoneUrl,
    auth_type: 'password',
    project_domain_name: 'Default',
    user_domain_name: 'Default',
    project_name: 'service',
    username,
    password,
    service_token_roles: 'service',
    service_token_roles_required: true,
  };
}

async function isAnswering(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}

function toIni(sections) {
  return Object.entries(sections)
    .map(
      ([section, values]) =>
        `[${section}]\n${Object.entries(values)
          .map(([name, value]) => `${name} = ${value}\n`)
          .join('')}`,
    )
    .join('\n');
}
