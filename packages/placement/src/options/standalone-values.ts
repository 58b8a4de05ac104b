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
    placement_database: { connection: `sqlite:///${join(folder, 'placement.sqlite')}` },
    keystone_authtoken: { www_authenticate_uri: identityUrl, service_type: 'placement' },
  };
}
