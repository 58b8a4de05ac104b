// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { uwsgi, uwsgiPackages } from './uwsgi.mjs';

const run = promisify(execFile);

/** @type {import('./services.mjs').ReferenceService} */
export const keystone = {
  name: 'keystone',
  port: 15000,
  packages: ['python3-keystone', ...uwsgiPackages],
  unpacked: [],
  catalog: { type: 'identity', path: '/v3' },
  hasUser: false,
  settings: ({ folder, connection }) => ({
    database: { connection: connection('keystone') },
    token: { provider: 'fernet' },
    fernet_tokens: { key_repository: join(folder, 'fernet-keys') },
    fernet_receipts: { key_repository: join(folder, 'fernet-keys') },
    credential: { key_repository: join(folder, 'credential-keys') },
  }),
  async prepare({ folder, configuration, password, url }) {
    const manage = (...args) => run('keystone-manage', ['--config-file', configuration, ...args]);
    const { username } = userInfo();
    await manage('db_sync');
    for (const kind of ['fernet', 'credential']) {
      mkdirSync(join(folder, `${kind}-keys`), { mode: 0o700, recursive: true });
      await manage(`${kind}_setup`, '--keystone-user', username, '--keystone-group', username);
    }
    const urls = ['public', 'internal', 'admin'].flatMap((kind) => [
      `--bootstrap-${kind}-url`,
      `${url('keystone')}/v3`,
    ]);
    await manage('bootstrap', '--bootstrap-password', password, '--bootstrap-region-id', 'RegionOne', ...urls);
  },
  daemon: ({ folder, port, workers }) => ({
    ...uwsgi({ port, workers, script: '/usr/bin/keystone-wsgi-public' }),
    environment: { OS_KEYSTONE_CONFIG_DIR: folder },
  }),
};
