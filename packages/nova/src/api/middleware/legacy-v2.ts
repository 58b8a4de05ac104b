// SPDX-License-Identifier: Apache-2.0
import { Middleware, type Request, type Response } from '@stackport/wsgi';
import { setLegacyV2 } from '../microversion.js';
import { FORMER_VERSION_HEADER, VERSION_HEADER } from '../requested-version.js';

const VERSION_HEADERS = [VERSION_HEADER, FORMER_VERSION_HEADER];

/**
 * `nova.api.openstack:LegacyV2CompatibleWrapper.factory`: the API without microversions, as clients of the former v2 know
 * it. Neither request nor answer has a header of versions.
 */
export class LegacyV2Compatible extends Middleware {
  override processRequest(request: Request): undefined {
    setLegacyV2(request);
    for (const name of VERSION_HEADERS) request.headers.delete(name);
  }

  override processResponse(response: Response): Response {
    const { headers } = response;
    for (const name of VERSION_HEADERS) headers.delete(name);
    const others = (headers.get('Vary') ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !VERSION_HEADERS.includes(name));
    if (others.length > 0) headers.set('Vary', others.join(','));
    else headers.delete('Vary');
    return response;
  }
}
