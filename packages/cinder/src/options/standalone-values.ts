// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { GivenValues } from '@stackport/config';
import { cinderDefaultValues } from './default-values.js';

/** Name of the back end of a service that nobody configured, of its section and of its volumes' host: `host@file`. */
export const STANDALONE_BACKEND = 'file';

/**
 * What an operator would have told a service that keeps all it has below one folder, with an identity service beside it
 * and its bus in the process.
 * @param folder - absolute.
 * @param identityUrl - of the identity service, for the 401's `WWW-Authenticate`.
 */
export function standaloneValues(folder: string, identityUrl: string): GivenValues {
  return {
    DEFAULT: {
      transport_url: 'fake://',
      state_path: join(folder, 'cinder'),
      enabled_backends: [STANDALONE_BACKEND],
      backup_driver: 'cinder.backup.drivers.posix.PosixBackupDriver',
      backup_posix_path: join(folder, 'backups'),
      // One process: whoever reports is there at once.
      periodic_fuzzy_delay: 0,
    },
    database: { connection: `sqlite:///${join(folder, 'cinder.sqlite')}` },
    keystone_authtoken: { www_authenticate_uri: identityUrl, service_type: 'volumev3' },
    [STANDALONE_BACKEND]: {
      volume_driver: 'stackport.file',
      volume_backend_name: STANDALONE_BACKEND,
      file_volumes_dir: join(folder, 'volumes'),
    },
    oslo_concurrency: { lock_path: join(folder, 'locks') },
  };
}

/** `standaloneValues` over the service's own defaults, group by group: for `ConfigurationInit.defaults`. */
export function standaloneDefaults(folder: string, identityUrl: string): GivenValues {
  const [own, standalone] = [cinderDefaultValues(), standaloneValues(folder, identityUrl)];
  const groups = new Set([...Object.keys(own), ...Object.keys(standalone)]);
  return Object.fromEntries([...groups].map((group) => [group, { ...own[group], ...standalone[group] }]));
}
