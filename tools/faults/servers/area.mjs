// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { exactly } from '../figures.mjs';
import { audit, countLeft, readProgress } from './audit.mjs';
import { Deployment } from './deployment.mjs';
import { rounds } from './rounds.mjs';

/** Seconds in which all servers of a round are gone. */
const patience = 180;

/** @type {import('../round.mjs').Area} Servers of one processor each. */
export const servers = {
  what: 'servers',
  size: { count: 500, clients: 500 },
  services: [
    ...['keystone-api', 'glance-api', 'placement-api', 'nova-api', 'nova-conductor', 'nova-scheduler'],
    'four of nova-compute',
  ],
  rounds,
  async open({ children, folder, broker }) {
    const deployment = await Deployment.start(children, { folder, transportUrl: broker.url });
    const { databases, session } = deployment;
    return { databases, deployment, session, close: () => deployment.removeDatabases() };
  },
  requests: ({ deployment }, prefix) => ({
    url: deployment.serversUrl,
    wrapper: 'server',
    describe: (number) => ({
      name: `${prefix}-${number}`,
      imageRef: deployment.imageId,
      flavorRef: deployment.flavorId,
    }),
  }),
  readProgress: ({ databases }) => readProgress(databases),
  // The request is answered long before the server is made: a server that has a cell is half done.
  done: ({ states: { active = 0, error = 0, building = 0 } }) => active + error + building / 2,
  audit: ({ deployment }, load, name) => audit(deployment, load, { fillsHosts: rounds[name].faults.length === 0 }),
  async clean({ deployment, session, databases }, { accepted }) {
    for (const id of accepted) await session.request('DELETE', `${deployment.serversUrl}/${id}`);
    const end = Date.now() + patience * 1000;
    let left = await countLeft(databases);
    while (left.servers + left.claims > 0 && Date.now() < end) {
      await sleep(500);
      left = await countLeft(databases);
    }
    return [exactly('servers left when deleted', left.servers, 0), exactly('claims left', left.claims, 0)];
  },
};
