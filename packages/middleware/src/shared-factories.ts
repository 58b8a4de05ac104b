// SPDX-License-Identifier: Apache-2.0
import type { OptionGroup } from '@stackport/config';
import { authtokenOptions } from '@stackport/keystone';
import type { PasteFactory } from '@stackport/paste';
import { authtoken } from './authtoken.js';
import { catchErrors } from './catch-errors.js';
import { correlationId } from './correlation-id.js';
import { cors, corsOptions } from './cors.js';
import type { MiddlewareDependencies } from './dependencies.js';
import { healthcheck, healthcheckApp, healthcheckOptions } from './healthcheck.js';
import { httpProxyToWsgi } from './http-proxy-to-wsgi.js';
import { osloMiddlewareOptions } from './oslo-middleware-options.js';
import { osprofiler, profilerOptions } from './osprofiler.js';
import { requestId } from './request-id.js';
import { sizeLimit } from './sizelimit.js';
import { ssl } from './ssl.js';

/** What the shared filters read: for `ConfigurationInit.groups`, so that a service knows these options from the start. */
export const sharedOptionGroups: readonly OptionGroup[] = [
  authtokenOptions,
  corsOptions,
  healthcheckOptions,
  osloMiddlewareOptions,
  profilerOptions,
];

/** The filters that services have in common, by the names that paste files of every release give them. */
export function sharedFactories(dependencies: MiddlewareDependencies): Record<string, PasteFactory> {
  const auth = authtoken(dependencies);
  const healthcheckFilter = healthcheck(dependencies);
  const healthcheckApplication = healthcheckApp(dependencies);
  const corsFilter = cors(dependencies);
  return {
    ...oslo('cors', 'CORS', { factory: corsFilter }),
    'oslo_middleware.cors:filter_factory': corsFilter,
    ...oslo('healthcheck', 'Healthcheck', { factory: healthcheckFilter, app_factory: healthcheckApplication }),
    ...oslo('http_proxy_to_wsgi', 'HTTPProxyToWSGI', { factory: httpProxyToWsgi(dependencies) }),
    ...oslo('request_id', 'RequestId', { factory: requestId() }),
    ...oslo('sizelimit', 'RequestBodySizeLimiter', { factory: sizeLimit(dependencies) }),
    ...oslo('catch_errors', 'CatchErrors', { factory: catchErrors(dependencies) }),
    ...oslo('correlation_id', 'CorrelationId', { factory: correlationId() }),
    ...oslo('ssl', 'SSLMiddleware', { factory: ssl(dependencies) }),
    'osprofiler.web:WsgiMiddleware.factory': osprofiler(dependencies),
    'keystonemiddleware.auth_token:filter_factory': auth,
    // Until Icehouse, and until Folsom.
    'keystoneclient.middleware.auth_token:filter_factory': auth,
    'keystone.middleware.auth_token:filter_factory': auth,
  };
}

/** A class of oslo.middleware can be named by its module or by the package. */
function oslo(
  module: string,
  name: string,
  factories: Readonly<Record<string, PasteFactory>>,
): Record<string, PasteFactory> {
  const entries = Object.entries(factories).flatMap(([method, factory]) =>
    ['oslo_middleware', `oslo_middleware.${module}`].map((place) => [`${place}:${name}.${method}`, factory] as const),
  );
  return Object.fromEntries(entries);
}
