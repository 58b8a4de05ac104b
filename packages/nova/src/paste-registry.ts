// SPDX-License-Identifier: Apache-2.0
import type { FaultFilter } from '@stackport/api';
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { osprofiler, requestId, sharedFactories } from '@stackport/middleware';
import { novaUrlmapFactory, type PasteFactory } from '@stackport/paste';
import type { Enforcer } from '@stackport/policy';
import { type Application, middlewareFactory } from '@stackport/wsgi';
import { type ContextOptions, KeystoneContext } from './api/middleware/context.js';
import { faultWrapper } from './api/middleware/fault-wrapper.js';
import { LegacyV2Compatible } from './api/middleware/legacy-v2.js';
import { NoAuth } from './api/middleware/no-auth.js';
import { pipelineFactory } from './api/middleware/pipeline.js';
import { requestLog } from './api/middleware/request-log.js';
import { versionApplication, versionsApplication } from './api/versions/versions.js';
import { apiOptions } from './options/index.js';

export interface PasteRegistryInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly enforcer: Enforcer;
  readonly faults: FaultFilter;
  /** The API: its routes below `/v2.1`. A process that serves the metadata service only has it not. */
  readonly v21?: Application;
  /** Builds the metadata service. */
  readonly metadata: () => Application;
  readonly validator?: TokenValidator;
}

/** What nova's paste files name, by upstream's dotted names. */
export function pasteRegistry(init: PasteRegistryInit): Record<string, unknown> {
  const { configuration, logging, enforcer, faults, v21, metadata, validator } = init;
  const api = configuration.get(apiOptions);
  const { logger } = logging;
  const context: ContextOptions = {
    enforcer,
    useForwardedFor: api.use_forwarded_for,
    run: (one, action) => logging.run(one, action),
  };
  const shared = { configuration, logger, ...(validator === undefined ? {} : { validator }) };
  const noAuth = (projectInUrl: boolean): PasteFactory =>
    middlewareFactory((application) => new NoAuth(application, { ...context, projectInUrl }));
  return {
    ...sharedFactories(shared),
    'nova.api.openstack.urlmap:urlmap_factory': novaUrlmapFactory,
    'nova.api.auth:pipeline_factory_v21': pipelineFactory(api.auth_strategy, logger.named('nova.api.auth')),
    'nova.api.auth:NovaKeystoneContext.factory': middlewareFactory(
      (application) => new KeystoneContext(application, context),
    ),
    'nova.api.openstack.auth:NoAuthMiddleware.factory': noAuth(true),
    'nova.api.openstack.auth:NoAuthMiddlewareV2_18.factory': noAuth(false),
    'nova.api.compute_req_id:ComputeReqIdMiddleware.factory': requestId(['x-compute-request-id']),
    'nova.api.openstack:FaultWrapper.factory': faultWrapper(faults, logger.named('nova.api.openstack')),
    'nova.api.openstack:LegacyV2CompatibleWrapper.factory': middlewareFactory(
      (application) => new LegacyV2Compatible(application),
    ),
    'nova.api.openstack.requestlog:RequestLog.factory': requestLog({
      useForwardedFor: api.use_forwarded_for,
      logger: logger.named('nova.api.openstack.requestlog'),
    }),
    'nova.profiler:WsgiMiddleware.factory': osprofiler(shared),
    'nova.api.openstack.compute.versions:Versions.factory': (() =>
      versionsApplication(api.compute_link_prefix)) satisfies PasteFactory,
    'nova.api.openstack.compute.versions:VersionsV2.factory': (() =>
      versionApplication(api.compute_link_prefix)) satisfies PasteFactory,
    ...(v21 === undefined
      ? {}
      : { 'nova.api.openstack.compute:APIRouterV21.factory': (() => v21) satisfies PasteFactory }),
    'nova.api.metadata.handler:MetadataRequestHandler.factory': metadata satisfies PasteFactory,
  };
}
