// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import { baseUrl } from '../shared/base-url.js';

/** What Zed's Identity API says of its version. */
export function versionDocument(request: Request): JsonObject {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${baseUrl(request)}/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}
