// SPDX-License-Identifier: Apache-2.0
export { accessRefusal } from './access-rules.js';
export { authtoken } from './authtoken.js';
export { catchErrors } from './catch-errors.js';
export * from './context.js';
export { correlationId } from './correlation-id.js';
export { cors, corsOptions } from './cors.js';
export type { MiddlewareDependencies } from './dependencies.js';
export { filterOf } from './filter-of.js';
export { gzip } from './gzip.js';
export { healthcheck, healthcheckApp, healthcheckOptions } from './healthcheck.js';
export { httpProxyToWsgi } from './http-proxy-to-wsgi.js';
export { IDENTITY_KEY, Identities, Identity, TOKEN_INFO_KEY } from './identity.js';
export { removeIdentityHeaders } from './identity-headers.js';
export {
  ConfigNotFound,
  findPasteApp,
  loadPasteApp,
  type PasteAppOptions,
  PasteAppNotFound,
  type PasteAppPlace,
} from './load-paste-app.js';
export { osloMiddlewareOptions } from './oslo-middleware-options.js';
export { osprofiler, profilerOptions } from './osprofiler.js';
export { pasteOptions, pasteOverrides } from './paste-options.js';
export { requestId } from './request-id.js';
export { sharedFactories, sharedOptionGroups } from './shared-factories.js';
export { sizeLimit } from './sizelimit.js';
export { ssl } from './ssl.js';
