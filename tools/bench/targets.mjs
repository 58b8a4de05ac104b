// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { startReference, stopReference } from '../reference-openstack/openstack.mjs';
import { adminOf, CloudSession } from '../services/cloud.mjs';
import { cache } from '../services/paths.mjs';
import { freePorts } from '../services/ports.mjs';
import { startStackport } from '../services/stackport.mjs';
import { listeners, processTree } from './memory.mjs';
import { measureStarts } from './starts.mjs';

/**
 * @typedef {object} Target - what is measured
 * @property {string} title
 * @property {import('../services/cloud.mjs').Cloud} cloud
 * @property {number | undefined} startSeconds - from the start of its processes until all answered; undefined: it was running
 * @property {() => Promise<import('./measures.mjs').Measure[]>} [starts] - several starts, of what starts so fast that one says little
 * @property {(type?: string) => number[]} processes - those behind a service of the catalog; without a type, all
 * @property {() => Promise<void>} stop
 */

/**
 * Stackport, started for the measurement.
 * @param {import('../services/children.mjs').Children} children
 * @returns {Promise<Target>}
 */
export async function stackportTarget(children) {
  const { cloud, child, seconds, stop } = await startStackport(children);
  const starts = () => measureStarts(children);
  return { title: 'Stackport', cloud, startSeconds: seconds, starts, processes: () => processTree(child.pid), stop };
}

/**
 * The Python services, started for the measurement with a state folder of their own.
 * @param {{ workers: number, say: (line: string) => void }} init - workers: processes per service
 * @returns {Promise<Target>}
 */
export async function pythonTarget({ workers, say }) {
  const stateFolder = join(cache, 'bench-reference');
  // What an earlier run left would be measured with its caches warm.
  await stopReference({ stateFolder });
  const [keystone, glance] = await freePorts(2);
  const { cloud, services } = await startReference({
    stateFolder,
    ports: { keystone, glance },
    workers,
    say,
  });
  const types = { identity: 'keystone', image: 'glance' };
  return {
    title: 'Python',
    cloud,
    startSeconds: services.reduce((total, { seconds }) => total + seconds, 0),
    processes: (type) =>
      services.filter(({ name }) => type === undefined || name === types[type]).flatMap(({ pid }) => processTree(pid)),
    stop: () => stopReference({ stateFolder }),
  };
}

/**
 * A cloud that is running.
 * @param {string} keystoneUrl
 * @param {string} password - of its admin
 * @returns {Promise<Target>}
 */
export async function runningTarget(keystoneUrl, password) {
  const cloud = adminOf(keystoneUrl, password);
  const session = await CloudSession.open(cloud);
  const types = ['identity', 'image'];
  const processes = (type) => [
    ...new Set(
      (type === undefined ? types : [type]).flatMap((each) => listeners(Number(new URL(session.endpoint(each)).port))),
    ),
  ];
  return { title: 'running', cloud, startSeconds: undefined, processes, stop: async () => {} };
}
