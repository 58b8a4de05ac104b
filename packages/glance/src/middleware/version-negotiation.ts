// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { Middleware, type Application, type Request, type Response } from '@stackport/wsgi';
import { supportedVersions, versionDocument, type VersionFeatures } from '../api/versions/versions.js';

const MEDIA_TYPE = 'application/vnd.openstack.images-';

export interface VersionNegotiationOptions {
  readonly features: VersionFeatures;
  readonly publicEndpoint: string | undefined;
  readonly logger: Logger;
}

/**
 * Finds the wanted version in the Accept header or else in the first part of the path, and rewrites the path to `/v2/…`
 * (upstream's VersionNegotiationFilter). An unknown version is answered with the list of those there are.
 */
export class VersionNegotiation extends Middleware {
  readonly #options: VersionNegotiationOptions;
  readonly #known: ReadonlySet<string>;

  constructor(application: Application, options: VersionNegotiationOptions) {
    super(application);
    this.#options = options;
    this.#known = new Set(['v2', ...supportedVersions(options.features)]);
  }

  override processRequest(request: Request): Response | undefined {
    const { features, publicEndpoint, logger } = this.#options;
    const accept = request.headers.get('accept') ?? '';
    logger.debug(`Determining version of request: ${request.method} ${request.pathInfo} Accept: ${accept}`);
    const [, first = '', rest = ''] = /^\/*([^/]*)(.*)$/s.exec(request.pathInfo) ?? [];
    if (first === 'versions') return versionDocument(request, features, publicEndpoint, 200);
    const byAccept = accept.startsWith(MEDIA_TYPE);
    const wanted = byAccept ? accept.slice(MEDIA_TYPE.length) : first;
    if (!this.#known.has(wanted)) {
      logger.debug('Unknown version. Returning version choices.');
      return versionDocument(request, features, publicEndpoint);
    }
    request.environ['api.version'] = 2;
    request.pathInfo = `/v2${byAccept ? request.pathInfo : rest}`;
    return undefined;
  }
}
