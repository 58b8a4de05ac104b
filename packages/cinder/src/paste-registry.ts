// SPDX-License-Identifier: Apache-2.0
import type { FaultFilter } from '@stackport/api';
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { sharedFactories, sizeLimit } from '@stackport/middleware';
import type { PasteFactory } from '@stackport/paste';
import type { Enforcer } from '@stackport/policy';
import { type Application, middlewareFactory } from '@stackport/wsgi';
import { type ContextOptions, KeystoneContext } from './api/middleware/context.js';
import { faultWrapper } from './api/middleware/fault-wrapper.js';
import { NoAuth } from './api/middleware/no-auth.js';
import { pipelineFactory, rootAppFactory } from './api/middleware/pipeline.js';
import { requestIdFilter, type RunInContext } from './api/middleware/request-id.js';
import { versionsApplication } from './api/versions/versions.js';
import { apiOptions } from './options/index.js';

export interface PasteRegistryInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly enforcer: Enforcer;
  readonly faults: FaultFilter;
  /** The API: its routes below `/v3`. */
  readonly v3: Application;
  readonly validator?: TokenValidator;
}

/** What cinder's paste files name, by upstream's dotted names. */
export function pasteRegistry(init: PasteRegistryInit): Record<string, unknown> {
  const { configuration, logging, enforcer, faults, v3, validator } = init;
  const api = configuration.get(apiOptions);
  const { logger } = logging;
  const run: RunInContext = (context, action) => logging.run(context, action);
  const context: ContextOptions = { enforcer, useForwardedFor: api.use_forwarded_for, run };
  const wsgi = logger.named('cinder.api.openstack.wsgi');
  const shared = { configuration, logger, ...(validator === undefined ? {} : { validator }) };
  const noAuth = (projectInUrl: boolean): PasteFactory =>
    middlewareFactory((application) => new NoAuth(application, { ...context, projectInUrl }));
  return {
    ...sharedFactories(shared),
    'cinder.api:root_app_factory': rootAppFactory(logger.named('cinder.api')),
    'cinder.api.middleware.auth:pipeline_factory': pipelineFactory({
      strategy: api.auth_strategy,
      rateLimit: api.api_rate_limit,
    }),
    'cinder.api.middleware.auth:CinderKeystoneContext.factory': middlewareFactory(
      (application) => new KeystoneContext(application, context),
    ),
    'cinder.api.middleware.auth:NoAuthMiddleware.factory': noAuth(false),
    'cinder.api.middleware.auth:NoAuthMiddlewareIncludeProjectID.factory': noAuth(true),
    'cinder.api.middleware.fault:FaultWrapper.factory': faultWrapper(
      faults,
      logger.named('cinder.api.middleware.fault'),
    ),
    'cinder.api.middleware.request_id:RequestId.factory': requestIdFilter(run),
    // Until Liberty.
    'cinder.api.middleware.sizelimit:RequestBodySizeLimiter.factory': sizeLimit(shared),
    'cinder.api.versions:Versions.factory': (() =>
      versionsApplication(api.public_endpoint, wsgi)) satisfies PasteFactory,
    'cinder.api.v3.router:APIRouter.factory': (() => v3) satisfies PasteFactory,
  };
}
