// SPDX-License-Identifier: Apache-2.0
import { Database } from '../../services/database.mjs';
import { freePorts } from '../../services/ports.mjs';
import { audit, readProgress } from './audit.mjs';
import { Deployment } from './deployment.mjs';
import { rounds } from './rounds.mjs';

/** @type {import('../round.mjs').Area} Volumes of 1 GiB each, sparse files. */
export const volumes = {
  what: 'volumes',
  size: { count: 2000, clients: 8 },
  services: ['keystone-api', 'cinder-api', 'cinder-scheduler', 'cinder-volume'],
  rounds,
  async open({ children, folder, broker }) {
    const [keystone, cinder] = await freePorts(2);
    const database = await Database.create('faults');
    const close = () => database.remove();
    try {
      const init = { folder, ports: { keystone, cinder }, transportUrl: broker.url, databaseUrl: database.url };
      const deployment = new Deployment(children, init);
      const session = await deployment.start();
      return { databases: { cinder: database }, deployment, session, close };
    } catch (error) {
      await close();
      throw error;
    }
  },
  requests: ({ deployment, session }, prefix) => ({
    url: deployment.volumesUrl(session.projectId),
    wrapper: 'volume',
    describe: (number) => ({ size: 1, name: `${prefix}-${number}` }),
  }),
  readProgress: ({ databases }, prefix) => readProgress(databases.cinder, prefix),
  done: (progress, answered) => answered,
  audit: ({ databases, deployment }, load, prefix) =>
    audit({ database: databases.cinder, load, prefix, folders: deployment.volumeFolders }),
  // A later round looks at what earlier ones left behind too: something may have been made late.
  clean: async () => [],
};
