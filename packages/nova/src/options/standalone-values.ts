// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { GivenValues } from '@stackport/config';
import { novaDefaultValues } from './default-values.js';

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
      state_path: join(folder, 'nova'),
      // One process: whoever reports is there at once.
      periodic_fuzzy_delay: 0,
    },
    api_database: { connection: `sqlite:///${join(folder, 'nova_api.sqlite')}` },
    database: { connection: `sqlite:///${join(folder, 'nova.sqlite')}` },
    keystone_authtoken: { www_authenticate_uri: identityUrl, service_type: 'compute' },
    oslo_concurrency: { lock_path: join(folder, 'locks') },
  };
}

/** `standaloneValues` over the service's own defaults, group by group: for `ConfigurationInit.defaults`. */
export function standaloneDefaults(folder: string, identityUrl: string): GivenValues {
  const [own, standalone] = [novaDefaultValues(), standaloneValues(folder, identityUrl)];
  const groups = new Set([...Object.keys(own), ...Object.keys(standalone)]);
  return Object.fromEntries([...groups].map((group) => [group, { ...own[group], ...standalone[group] }]));
}
