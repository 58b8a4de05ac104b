// SPDX-License-Identifier: Apache-2.0
import { addToCatalog } from './identity.mjs';

/**
 * Starts glance-api with two workers, and makes it known in the catalog.
 * @param {import('./processes.mjs').Processes} processes
 * @param {object} init
 * @param {import('./cloud.mjs').CloudSession} init.session - of the administrator
 * @param {Record<string, string>} init.authtoken - `[keystone_authtoken]`
 * @param {number} init.port
 * @param {import('./database.mjs').Database} init.database
 * @param {Record<string, Record<string, string>>} [init.options] - further sections of glance-api.conf
 */
export async function startGlance(processes, { session, authtoken, port, database, options = {} }) {
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
    ...options,
  });
  processes.start('glance-api', { app: 'glance-api', args: ['--config-file', file] });
  await processes.answers('glance-api', `http://127.0.0.1:${port}/`);
  await addToCatalog(session, 'image', `http://127.0.0.1:${port}`);
}
