// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import type { Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { type Application, HttpError, type Request, Response, type RouteDescription } from '@stackport/wsgi';
import { setProjectIdInUrl } from './project-id.js';
import { checkBody, describeUnknownAction } from './request-body.js';
import { resource } from './resource.js';
import { type RouteMatch, RouteTable } from './route-table.js';
import { redirectToSlash, versionDocument } from './versions/versions.js';

export interface V3ApplicationInit {
  /** The routes below `/v3` as the service's Nest application has them. */
  readonly leaf: Application;
  readonly routes: readonly RouteDescription[];
  /** `project_id_regex` */
  readonly projectIdRegex: string;
  readonly publicEndpoint: string | undefined;
  readonly logger: Logger;
}

const MATCH_KEY = 'cinder.route_match';

/**
 * `cinder.api.v3.router:APIRouter.factory`: the API's routes, with and without a project id before them. Rejects with
 * `HttpError` 404 for a path that is not mapped, which is no fault of the API but the pipeline's page, as upstream.
 */
export function v3Application({
  leaf,
  routes,
  projectIdRegex,
  publicEndpoint,
  logger,
}: V3ApplicationInit): Application {
  const table = new RouteTable('v3', routes, projectIdRegex);
  const versions = resource(async (request) => Response.json(versionDocument(request, publicEndpoint)), logger);
  const api = resource((request) => dispatch(request, leaf), logger);
  return async (request) => {
    if (request.pathInfo === '') return redirectToSlash(request);
    if (request.pathInfo === '/') return versions(request);
    const match = table.match(request.method, request.pathInfo);
    if (match === undefined) throw new HttpError(404);
    request.environ[MATCH_KEY] = match;
    return api(request);
  };
}

async function dispatch(request: Request, leaf: Application): Promise<Response> {
  const { path, projectId, handled } = request.environ[MATCH_KEY] as RouteMatch;
  if (!handled) throw new HttpError(404);
  await checkBody(request, path);
  if (projectId !== undefined) checkProject(request, projectId);
  const whole = request.pathInfo;
  request.pathInfo = path;
  try {
    return await leaf(request);
  } catch (error) {
    // No handler in this microversion, or no such action: the router's word.
    throw error instanceof HttpError ? describeUnknownAction(error) : error;
  } finally {
    request.pathInfo = whole;
  }
}

/** A project id in the URL must be the caller's. Throws `HttpError` 400. */
function checkProject(request: Request, projectId: string): void {
  const context = request.environ[CONTEXT_KEY];
  if (context instanceof RequestContext && context.projectId !== projectId)
    throw new HttpError(400, 'Malformed request url');
  setProjectIdInUrl(request, projectId);
}
