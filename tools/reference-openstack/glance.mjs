// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @type {import('./services.mjs').ReferenceService} */
export const glance = {
  name: 'glance',
  port: 19292,
  packages: ['python3-glance', 'python3-pymysql', 'python3-memcache'],
  unpacked: ['glance-api', 'glance-common'],
  catalog: { type: 'image', path: '' },
  hasUser: true,
  settings: ({ folder, host, port, workers, connection, authentication, url, unpacked }) => ({
    DEFAULT: {
      bind_host: host,
      bind_port: port,
      workers,
      node_staging_uri: `file://${join(folder, 'staging')}/`,
      worker_self_reference_url: url('glance'),
    },
    database: { connection: connection('glance') },
    glance_store: {
      stores: 'file,http',
      default_store: 'file',
      filesystem_store_datadir: join(folder, 'images'),
    },
    oslo_concurrency: { lock_path: join(folder, 'lock') },
    paste_deploy: {
      flavor: 'keystone',
      config_file: join(unpacked('glance-common'), 'usr/share/glance-common/glance-api-paste.ini'),
    },
    task: { work_dir: join(folder, 'work') },
    // Imports from this machine, at any port: a list that is empty allows all.
    import_filtering_opts: { allowed_hosts: '[127.0.0.1]', allowed_ports: '[]' },
    keystone_authtoken: authentication('glance'),
  }),
  async prepare({ folder, configuration, unpacked }) {
    for (const name of ['images', 'staging', 'lock', 'work']) mkdirSync(join(folder, name), { recursive: true });
    const share = join(unpacked('glance-common'), 'usr/share/glance-common');
    cpSync(join(share, 'schema-image.json'), join(folder, 'schema-image.json'));
    const manage = (...args) =>
      run(join(unpacked('glance-common'), 'usr/bin/glance-manage'), ['--config-file', configuration, ...args]);
    await manage('db_sync');
    await manage('db_load_metadefs', join(share, 'metadefs'));
  },
  // Debian runs it under eventlet, not uwsgi.
  daemon: ({ configuration, unpacked }) => ({
    command: join(unpacked('glance-api'), 'usr/bin/glance-api'),
    args: ['--config-file', configuration],
  }),
};
