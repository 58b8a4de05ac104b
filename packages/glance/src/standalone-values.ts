// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { GivenValues } from '@stackport/config';

/**
 * What an operator would have told a service that keeps all it has below one folder, with an identity service beside it.
 * @param folder - absolute.
 * @param identityUrl - of the identity service, for the 401's `WWW-Authenticate`.
 */
export function standaloneValues(folder: string, identityUrl: string): GivenValues {
  return {
    database: { connection: `sqlite:///${join(folder, 'glance.sqlite')}` },
    keystone_authtoken: { www_authenticate_uri: identityUrl, service_type: 'image' },
    paste_deploy: { flavor: 'keystone' },
    glance_store: { stores: ['file', 'http'], filesystem_store_datadir: join(folder, 'images') },
    DEFAULT: { node_staging_uri: `file://${join(folder, 'staging')}/` },
    task: { work_dir: join(folder, 'tasks') },
  };
}
