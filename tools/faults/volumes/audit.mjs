// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { none, requestFigures } from '../figures.mjs';

/** Ends of a volume that is being made. */
const ended = ['available', 'error'];

/**
 * Volumes of a round by state, and what else still moves.
 * @param {import('../../services/database.mjs').Database} database
 * @param {string} prefix - of the volumes' names
 * @returns {Promise<{ states: Record<string, number>, moving: number }>}
 */
export async function readProgress(database, prefix) {
  const rows = await database.query(
    'SELECT status, COUNT(*) AS count FROM volumes WHERE deleted = 0 AND display_name LIKE ? GROUP BY status',
    [`${prefix}-%`],
  );
  const states = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  const [{ claims }] = await database.query(
    'SELECT COUNT(*) AS claims FROM workers WHERE deleted = 0 AND resource_type = "Volume"',
  );
  const [{ held }] = await database.query('SELECT COUNT(*) AS held FROM reservations WHERE deleted = 0');
  const unfinished = rows.filter(({ status }) => !ended.includes(status));
  return { states, moving: unfinished.reduce((sum, { count }) => sum + count, claims + held) };
}

/**
 * Compares what was accepted with rows, files and quotas.
 * @param {{ database: import('../../services/database.mjs').Database, load: import('../load.mjs').Load, prefix: string, folders: Map<string, string> }} round - folders: of files, by host
 * @returns {Promise<import('../figures.mjs').Figure[]>}
 */
export async function audit({ database, load, prefix, folders }) {
  const rows = await database.query('SELECT id, status, host FROM volumes WHERE deleted = 0 AND display_name LIKE ?', [
    `${prefix}-%`,
  ]);
  const accepted = new Set(load.accepted);
  const mine = rows.filter(({ id }) => accepted.has(id));
  const others = rows.filter(({ id }) => !accepted.has(id));
  const state = (wanted) => mine.filter(({ status }) => status === wanted).length;
  const present = new Set(rows.map(({ id }) => id));
  return [
    ...requestFigures(load),
    { name: 'available', value: state('available') },
    { name: 'error', value: state('error') },
    none(
      'stuck',
      mine.filter(({ status }) => !ended.includes(status)).map(({ id, status, host }) => `${id} ${status} on ${host}`),
    ),
    none(
      'lost rows',
      load.accepted.filter((id) => !present.has(id)),
    ),
    none(
      'refused, and not in error',
      others.filter(({ status }) => status !== 'error').map(({ id, status }) => `${id} ${status}`),
    ),
    ...(await auditFiles(database, rows, folders)),
    ...(await auditQuotas(database)),
  ];
}

/** Files of all rounds, for an earlier one's may be made late. */
async function auditFiles(database, rows, folders) {
  const volumes = await database.query('SELECT id, status, host FROM volumes WHERE deleted = 0');
  const byId = new Map(volumes.map((row) => [row.id, row]));
  const files = [...folders].flatMap(([host, folder]) =>
    readdirSync(folder).map((name) => ({ host, name, id: name.replace(/^volume-/, '') })),
  );
  const places = new Map();
  for (const { id, host } of files) places.set(id, [...(places.get(id) ?? []), host]);
  const hostOf = ({ host }) => (host ?? '').split('#')[0];
  const isMissing = ({ id, status, host }) =>
    status === 'available' && places.get(id)?.includes(hostOf({ host })) !== true;
  return [
    { name: 'files of the round', value: files.filter(({ id }) => rows.some((row) => row.id === id)).length },
    none(
      'available without a file',
      volumes.filter(isMissing).map(({ id }) => id),
    ),
    none(
      'made twice',
      [...places].filter(([, hosts]) => hosts.length > 1).map(([id]) => id),
    ),
    none(
      'files without a volume there',
      files.filter(({ id, host }) => !byId.has(id) || hostOf(byId.get(id)) !== host).map(({ name }) => name),
    ),
  ];
}

/** What the project is said to have, and what it has. */
async function auditQuotas(database) {
  const [{ volumes, gigabytes }] = await database.query(
    'SELECT COUNT(*) AS volumes, COALESCE(SUM(size), 0) AS gigabytes FROM volumes WHERE deleted = 0',
  );
  const usages = await database.query('SELECT resource, in_use, reserved FROM quota_usages WHERE deleted = 0');
  const [{ held }] = await database.query('SELECT COUNT(*) AS held FROM reservations WHERE deleted = 0');
  const expected = (resource) =>
    resource.startsWith('gigabytes') ? gigabytes : resource.startsWith('volumes') ? volumes : 0;
  const counted = usages.filter(({ resource }) => /^(gigabytes|volumes)/.test(resource));
  return [
    { name: 'volumes that exist', value: volumes },
    ...counted.map(({ resource, in_use: inUse, reserved }) => ({
      name: `quota ${resource}`,
      value: `${inUse} in use, ${reserved} reserved`,
      isGood: inUse === expected(resource) && reserved === 0,
    })),
    none(
      'reservations held',
      Array.from({ length: held }, () => ''),
    ),
  ];
}
