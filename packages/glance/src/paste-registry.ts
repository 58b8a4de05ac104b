// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { gzip, sharedFactories } from '@stackport/middleware';
import { urlmapFactory, type PasteFactory } from '@stackport/paste';
import type { Enforcer } from '@stackport/policy';
import { middlewareFactory, type Application } from '@stackport/wsgi';
import { withEmptyPageType } from './api/empty-answers.js';
import { glanceFaults } from './api/faults.js';
import { versionsApplication } from './api/versions/versions.js';
import type { GlanceDomain } from './domain.js';
import { cacheFilterFactory } from './middleware/cache.js';
import { cacheManageFilterFactory } from './middleware/cache-manage.js';
import { ContextMiddleware, UnauthenticatedContextMiddleware, type ContextOptions } from './middleware/context.js';
import { VersionNegotiation } from './middleware/version-negotiation.js';
import { apiOptions } from './options.js';

export interface PasteRegistryInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly enforcer: Enforcer;
  readonly domain: GlanceDomain;
  /** The API's routes. */
  readonly v2: Application;
  readonly validator?: TokenValidator;
}

/** What glance's paste files name, by upstream's dotted names. */
export function pasteRegistry(init: PasteRegistryInit): Record<string, unknown> {
  const { configuration, logging, enforcer, domain, v2, validator } = init;
  const api = configuration.get(apiOptions);
  const logger = logging.logger;
  const { features } = domain;
  const context: ContextOptions = {
    enforcer,
    allowAnonymousAccess: api.allow_anonymous_access,
    maxRequestIdLength: api.max_request_id_length,
    run: (requestContext, action) => logging.run(requestContext, action),
  };
  const faults = glanceFaults(logger.named('glance.api'));
  const versions: PasteFactory = () => versionsApplication(features, api.public_endpoint);
  return {
    ...sharedFactories({ configuration, logger, ...(validator === undefined ? {} : { validator }) }),
    'glance.api:root_app_factory': urlmapFactory,
    'glance.api.versions:create_resource': versions,
    'glance.api.v2.router:API.factory': (() => withEmptyPageType(v2)) satisfies PasteFactory,
    'glance.api.middleware.gzip:GzipMiddleware.factory': gzip({ logger }),
    'glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory': middlewareFactory(
      (application) =>
        new VersionNegotiation(application, {
          features,
          publicEndpoint: api.public_endpoint,
          logger: logger.named('glance.api.middleware.version_negotiation'),
        }),
    ),
    'glance.api.middleware.cache:CacheFilter.factory': cacheFilterFactory({
      cache: domain.cache,
      data: domain.data,
      fault: (error) => faults.toHttpError(error),
      logger: logger.named('glance.api.middleware.cache'),
    }),
    'glance.api.middleware.cache_manage:CacheManageFilter.factory': cacheManageFilterFactory({
      management: domain.cacheManagement,
      fault: (error) => faults.toHttpError(error),
      logger: logger.named('glance.api.middleware.cache_manage'),
    }),
    'glance.api.middleware.context:ContextMiddleware.factory': middlewareFactory(
      (application) => new ContextMiddleware(application, context),
    ),
    'glance.api.middleware.context:UnauthenticatedContextMiddleware.factory': middlewareFactory(
      (application) => new UnauthenticatedContextMiddleware(application, context),
    ),
  };
}
