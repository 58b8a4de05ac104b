// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { cors, healthcheckApp, httpProxyToWsgi, osprofiler, requestId, sizeLimit } from '@stackport/middleware';
import type { Application, Filter, FilterFactory } from '@stackport/wsgi';
import type { TokenView } from '../tokens/token-views.js';
import type { Tokens } from '../tokens/tokens.js';
import { authContext } from './shared/auth-context.js';
import { baseUrls } from './shared/base-url.js';
import { jsonBodies } from './shared/bodies.js';
import { headAsGet } from './shared/head-requests.js';
import { unroutedAnswers } from './shared/not-found-page.js';
import { varyByToken } from './shared/vary.js';

export interface PipelineInit {
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly tokens: Tokens;
  readonly tokenView: TokenView;
  readonly publicHost?: string | undefined;
  /** The version documents at the root. */
  readonly versions: Application;
  readonly v3: Application;
}

/**
 * What a request goes through. Keystone has no paste file since Stein: its pipeline is in its code
 * (keystone/server/flask/core.py), and so is ours, with the same filters in the same order.
 */
export function identityPipeline(init: PipelineInit): Application {
  const { configuration, logger, tokens, tokenView, publicHost, versions, v3 } = init;
  const dependencies = { configuration, logger };
  const outer = (factory: unknown): Filter => (factory as FilterFactory)({}, {});
  const filters: readonly Filter[] = [
    cors(dependencies)({}, { oslo_config_project: 'keystone' }),
    outer(sizeLimit(dependencies)),
    outer(httpProxyToWsgi(dependencies)),
    outer(osprofiler(dependencies)),
    outer(requestId()),
    withoutTrailingSlash,
    healthcheckAt(healthcheckApp(dependencies)({}, {})),
    baseUrls(configuration, publicHost),
    varyByToken,
    authContext(tokens, tokenView),
    unroutedAnswers,
    jsonBodies,
    headAsGet,
  ];
  return filters.reduceRight<Application>((next, filter) => filter(next), mount(versions, v3));
}

/** Keystone's url_normalize. */
const withoutTrailingSlash: Filter = (application) => async (request) => {
  request.pathInfo = request.pathInfo.replace(/\/+$/, '') || '/';
  return application(request);
};

function healthcheckAt(healthcheck: Application): Filter {
  return (application) => async (request) =>
    request.pathInfo === '/healthcheck' ? healthcheck(request) : application(request);
}

/** `/v3` and below is the API; links are made from what leads to `/v3`, so it stays out of `scriptName`. */
function mount(versions: Application, v3: Application): Application {
  return async (request) => {
    if (request.pathInfo !== '/v3' && !request.pathInfo.startsWith('/v3/')) return versions(request);
    request.pathInfo = request.pathInfo.slice('/v3'.length) || '/';
    return v3(request);
  };
}
