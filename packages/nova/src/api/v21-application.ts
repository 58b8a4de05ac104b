// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import { RequestContext } from '@stackport/context';
import { type Application, HttpError, type Request, Response, type RouteDescription } from '@stackport/wsgi';
import { setProjectIdInUrl } from './project-id.js';
import { checkBody } from './request-body.js';
import { resource } from './resource.js';
import { type RouteMatch, RouteTable } from './route-table.js';

/** Name of the leaf: first segment of the controllers' paths. */
export const LEAF = 'v2.1';

export interface V21ApplicationInit {
  /** The routes below `/v2.1` as the service's Nest application has them. */
  readonly leaf: Application;
  readonly routes: readonly RouteDescription[];
}

const MATCH_KEY = 'nova.route_match';

/**
 * `nova.api.openstack.compute:APIRouterV21.factory`: the API's routes, with and without a project id before them. Rejects
 * with `HttpError` 404 for a path that is not mapped, which is no fault of the API but the pipeline's page, as upstream.
 */
export function v21Application({ leaf, routes }: V21ApplicationInit): Application {
  const table = new RouteTable(LEAF, routes);
  const api = resource((request) => dispatch(request, leaf));
  return async (request) => {
    if (request.pathInfo === '') return redirectToSlash(request);
    const match = table.match(request.method, request.pathInfo);
    if (match === undefined) throw new HttpError(404);
    request.environ[MATCH_KEY] = match;
    return api(request);
  };
}

async function dispatch(request: Request, leaf: Application): Promise<Response> {
  const { path, projectId } = request.environ[MATCH_KEY] as RouteMatch;
  await checkBody(request, path);
  if (projectId !== undefined) checkProject(request, projectId);
  const whole = request.pathInfo;
  request.pathInfo = path;
  try {
    return await leaf(request);
  } finally {
    request.pathInfo = whole;
  }
}

/** A project id in the URL must be the caller's. Throws `HttpError` 400. */
function checkProject(request: Request, projectId: string): void {
  const context = request.environ[CONTEXT_KEY];
  if (context instanceof RequestContext && context.projectId !== projectId)
    throw new HttpError(
      400,
      `Malformed request URL: URL's project_id '${projectId}' doesn't match Context's project_id ` +
        `'${context.projectId ?? 'None'}'`,
    );
  setProjectIdInUrl(request, projectId);
}

/** `/v2.1` is `/v2.1/` (Routes' `mapper.redirect`). */
function redirectToSlash(request: Request): Response {
  return new Response(302, { Location: `${request.scriptName}/`, 'Content-Type': 'text/plain; charset=utf8' });
}
