// SPDX-License-Identifier: Apache-2.0
import { exactly, none, requestFigures } from '../figures.mjs';
import { capacity, hostCapacity } from './deployment.mjs';

/** Ends of a server that is being made. */
const ended = ['active', 'error'];

/** Servers of all cells, and those that are in none yet. */
async function readServers({ cell, api }) {
  const columns = 'uuid, vm_state AS state, task_state AS task, host';
  const cells = await Promise.all(
    [cell.name, `${cell.name}_cell0`].map((name) =>
      cell.query(`SELECT ${columns} FROM ${name}.instances WHERE deleted = 0`),
    ),
  );
  const waiting = await api.query('SELECT instance_uuid AS uuid FROM build_requests');
  return { inCells: cells.flat(), waiting };
}

/**
 * Servers by state, and what still moves.
 * @param {import('../../services/compute.mjs').ComputeDatabases} databases
 * @returns {Promise<import('../round.mjs').Progress>}
 */
export async function readProgress(databases) {
  const { inCells, waiting } = await readServers(databases);
  const states = {};
  for (const { state } of inCells) states[state] = (states[state] ?? 0) + 1;
  const unfinished = inCells.filter(({ state, task }) => !ended.includes(state) || task !== null);
  return { states: { ...states, waiting: waiting.length }, moving: unfinished.length + waiting.length };
}

/**
 * Compares what was accepted with rows, allocations, faults and quotas.
 * @param {import('./deployment.mjs').Deployment} deployment
 * @param {import('../load.mjs').Load} load
 * @param {{ fillsHosts: boolean }} expected - fillsHosts: nothing failed, so that exactly as many are active as there is room for
 * @returns {Promise<import('../figures.mjs').Figure[]>}
 */
export async function audit(deployment, load, { fillsHosts }) {
  const { databases } = deployment;
  const { inCells, waiting } = await readServers(databases);
  const byId = new Map(inCells.map((server) => [server.uuid, server]));
  const isActive = ({ state }) => state === 'active';
  const active = inCells.filter(isActive).length;
  const failed = inCells.length - active;
  const accepted = new Set(load.accepted);
  const withoutHost = await countWithoutHost(databases);
  return [
    ...requestFigures(load),
    fillsHosts ? exactly('ACTIVE', active, Math.min(capacity, load.total)) : { name: 'ACTIVE', value: active },
    fillsHosts ? exactly('ERROR', failed, Math.max(0, load.total - capacity)) : { name: 'ERROR', value: failed },
    fillsHosts
      ? exactly('ERROR with NoValidHost', withoutHost, Math.max(0, load.total - capacity))
      : { name: 'ERROR with NoValidHost', value: withoutHost },
    none('stuck', [
      ...inCells
        .filter(({ state, task }) => !ended.includes(state) || task !== null)
        .map(({ uuid, state, task, host }) => `${uuid} ${state} ${task} on ${host}`),
      ...waiting.map(({ uuid }) => `${uuid} waits for a cell`),
    ]),
    none(
      'lost',
      load.accepted.filter((id) => !byId.has(id)),
    ),
    none(
      'in two cells',
      inCells.filter((server) => byId.get(server.uuid) !== server).map(({ uuid }) => uuid),
    ),
    none(
      'not accepted, and active',
      inCells.filter((server) => isActive(server) && !accepted.has(server.uuid)).map(({ uuid }) => uuid),
    ),
    ...(await auditHosts(databases, inCells)),
    exactly('quota: instances in use', await deployment.instancesInUse(), inCells.length),
  ];
}

async function countWithoutHost({ cell }) {
  const [{ count }] = await cell.query(
    `SELECT COUNT(DISTINCT f.instance_uuid) AS count FROM ${cell.name}_cell0.instance_faults f
     WHERE f.deleted = 0 AND f.message LIKE 'No valid host was found%'`,
  );
  return count;
}

/** No host has more than it has room for, and what is claimed is what runs. */
async function auditHosts({ placement }, servers) {
  const onHosts = new Map();
  for (const { host, state } of servers)
    if (host !== null && state === 'active') onHosts.set(host, (onHosts.get(host) ?? 0) + 1);
  const claims = await placement.query(
    `SELECT p.name AS host, a.consumer_id AS uuid, SUM(a.used) AS used FROM allocations a
     JOIN resource_providers p ON p.id = a.resource_provider_id
     JOIN resource_classes c ON c.id = a.resource_class_id WHERE c.name = 'VCPU' GROUP BY p.name, a.consumer_id`,
  );
  const claimed = new Map();
  for (const { host, used } of claims) claimed.set(host, (claimed.get(host) ?? 0) + used);
  const hostOf = new Map(servers.map(({ uuid, host }) => [uuid, host]));
  const claimants = new Set(claims.map(({ uuid }) => uuid));
  const tooMuch = (counts) =>
    [...counts].filter(([, count]) => count > hostCapacity).map(([host, count]) => `${host} ${count}`);
  return [
    {
      name: 'servers of the hosts',
      value: [...onHosts]
        .sort()
        .map(([host, count]) => `${host} ${count}`)
        .join(', '),
    },
    none('hosts with too many servers', tooMuch(onHosts)),
    none('hosts with too much claimed', tooMuch(claimed)),
    none(
      'claims of no server there',
      claims.filter(({ host, uuid }) => hostOf.get(uuid) !== host).map(({ host, uuid }) => `${uuid} on ${host}`),
    ),
    none(
      'active without a claim',
      servers.filter(({ uuid, state }) => state === 'active' && !claimants.has(uuid)).map(({ uuid }) => uuid),
    ),
  ];
}

/** What is left of servers that are deleted. @param {import('../../services/compute.mjs').ComputeDatabases} databases */
export async function countLeft(databases) {
  const { inCells, waiting } = await readServers(databases);
  const [{ claims }] = await databases.placement.query('SELECT COUNT(*) AS claims FROM allocations');
  return { servers: inCells.length + waiting.length, claims };
}
