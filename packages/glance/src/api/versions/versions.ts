// SPDX-License-Identifier: Apache-2.0
import { Response, type Application, type Request } from '@stackport/wsgi';

export interface VersionFeatures {
  /** Several stores are configured: v2.8 and v2.10 to v2.13 are there. */
  readonly multiStore: boolean;
  /** Images are cached: v2.14 and v2.16 are there. */
  readonly caching: boolean;
}

/** Versions that this service answers to, newest first. */
export function supportedVersions({ multiStore, caching }: VersionFeatures): readonly string[] {
  return [
    ...(caching ? ['v2.16', 'v2.15', 'v2.14'] : ['v2.15']),
    ...(multiStore ? ['v2.13', 'v2.12', 'v2.11', 'v2.10', 'v2.9', 'v2.8'] : ['v2.9']),
    'v2.7',
    'v2.6',
    'v2.5',
    'v2.4',
    'v2.3',
    'v2.2',
    'v2.1',
    'v2.0',
  ];
}

/**
 * The version document: 200 where a client asked for it (`/versions`), 300 where its version is unknown.
 * @param publicEndpoint - URL in the links; the request's own where none is configured.
 */
export function versionDocument(
  request: Request,
  features: VersionFeatures,
  publicEndpoint: string | undefined,
  status: 200 | 300 = 300,
): Response {
  const base = (publicEndpoint ?? request.applicationUrl).replace(/\/+$/, '');
  const versions = supportedVersions(features).map((id, index) => ({
    id,
    status: index === 0 ? 'CURRENT' : 'SUPPORTED',
    links: [{ rel: 'self', href: `${base}/v2/` }],
  }));
  return Response.json({ versions }, status);
}

/** `glance.api.versions:create_resource`: answers the document to everything. */
export function versionsApplication(features: VersionFeatures, publicEndpoint: string | undefined): Application {
  return async (request) => versionDocument(request, features, publicEndpoint);
}
