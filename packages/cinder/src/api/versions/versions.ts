// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import type { Logger } from '@stackport/config';
import { type Application, HttpError, type Request, Response } from '@stackport/wsgi';
import { MAXIMUM_MICROVERSION, MINIMUM_MICROVERSION } from '../microversion.js';
import { resource } from '../resource.js';

/** When upstream last added a microversion (cinder 21, api_version_request.py). */
const UPDATED = '2022-08-31T00:00:00Z';

/**
 * The version document.
 * @param publicEndpoint - URL in the links; the request's own where none is configured.
 */
export function versionDocument(request: Request, publicEndpoint: string | undefined): unknown {
  const base = (publicEndpoint ?? request.applicationUrl).replace(/v[1-9]+\/?$/, '').replace(/\/+$/, '');
  return {
    versions: [
      {
        id: 'v3.0',
        status: 'CURRENT',
        version: formatMicroversion(MAXIMUM_MICROVERSION),
        min_version: formatMicroversion(MINIMUM_MICROVERSION),
        updated: UPDATED,
        links: [
          { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
          { rel: 'self', href: `${base}/v3/` },
        ],
        'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.volume+json;version=3' }],
      },
    ],
  };
}

/** `cinder.api.versions:Versions.factory`: 300 with the versions at `/`, for any method; nothing below it. */
export function versionsApplication(publicEndpoint: string | undefined, logger: Logger): Application {
  const show = resource(async (request) => Response.json(versionDocument(request, publicEndpoint), 300), logger);
  return async (request) => {
    if (request.pathInfo === '') return redirectToSlash(request);
    if (request.pathInfo !== '/') throw new HttpError(404);
    return show(request);
  };
}

/** `/v3` is `/v3/` (Routes' `mapper.redirect`). */
export function redirectToSlash(request: Request): Response {
  return new Response(302, { Location: `${request.scriptName}/`, 'Content-Type': 'text/plain; charset=utf8' });
}
