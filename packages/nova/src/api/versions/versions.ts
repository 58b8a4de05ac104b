// SPDX-License-Identifier: Apache-2.0
import { type Application, Response } from '@stackport/wsgi';
import { withPrefix } from '../link-prefix.js';
import { isLegacyV2 } from '../microversion.js';
import { resource } from '../resource.js';
import { allVersions, choices, oneVersion, VERSIONS } from './version-documents.js';

/**
 * `nova.api.openstack.compute.versions:Versions.factory`: 200 with the versions at `/`, 300 with what to choose from at
 * any other path, for any method.
 * @param prefix - `[api] compute_link_prefix`
 */
export function versionsApplication(prefix: string | undefined): Application {
  return resource(
    async (request) => {
      const url = withPrefix(request.applicationUrl, prefix);
      if (request.pathInfo === '/') return Response.json(allVersions(url));
      return Response.json(choices(url, request.scriptName + request.pathInfo), 300);
    },
    { hasVersions: false },
  );
}

/** `nova.api.openstack.compute.versions:VersionsV2.factory`: the version of the URL, or the former one behind its filter. */
export function versionApplication(prefix: string | undefined): Application {
  return resource(async (request) => {
    const version = VERSIONS[isLegacyV2(request) ? 'v2.0' : 'v2.1'];
    return Response.json(oneVersion(version, withPrefix(request.applicationUrl, prefix)));
  });
}
