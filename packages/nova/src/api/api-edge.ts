// SPDX-License-Identifier: Apache-2.0
import type { Provider, Type } from '@nestjs/common';
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import type { Enforcer } from '@stackport/policy';
import type { Application } from '@stackport/wsgi';
import { createServiceApplication, type WsgiAdapter } from '@stackport/wsgi/nest';
import { apiOptions } from '../options/index.js';
import { pasteRegistry } from '../paste-registry.js';
import { novaFaults } from './faults.js';
import { Links } from './links.js';
import { microversionOf } from './microversion.js';
import { NovaModule, provided } from './nova-module.js';
import { applicationLoader, type ApplicationLoader } from './paste-file.js';
import { LEAF, v21Application } from './v21-application.js';
import { LINK_PREFIX } from './versions/get-version.js';

export interface ApiEdgeInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly enforcer: Enforcer;
  readonly controllers: readonly Type[];
  /** What controllers have injected. */
  readonly providers: readonly Provider[];
  /** Builds the metadata service, where a pipeline has it. */
  readonly metadata: () => Application;
  readonly validator?: TokenValidator;
}

export interface ApiEdge {
  /** `osapi_compute` of the operator's paste file. */
  readonly application: Application;
  /** Builds another application of it. */
  readonly load: ApplicationLoader;
  readonly adapter: WsgiAdapter;
  close(): Promise<void>;
}

/**
 * Builds the API over a domain: makes the one Nest application of the controllers, and puts the pipeline around it.
 * Rejects with what is wrong with the paste file or the routes.
 */
export async function createApiEdge(init: ApiEdgeInit): Promise<ApiEdge> {
  const { configuration, logging, enforcer, controllers, metadata, validator } = init;
  const { logger } = logging;
  const api = configuration.get(apiOptions);
  const faults = novaFaults(logger.named('nova.api.openstack'));
  const links = new Links({ maxLimit: api.max_limit, linkPrefix: api.compute_link_prefix });
  const { nest, adapter } = await createServiceApplication(
    NovaModule.forService({
      enforcer,
      controllers,
      providers: [
        ...init.providers,
        ...provided(links),
        { provide: LINK_PREFIX, useValue: api.compute_link_prefix ?? '' },
      ],
    }),
    { router: { unroutedMethod: 404, versionOf: microversionOf }, faults, logger },
  );
  try {
    const v21 = v21Application({ leaf: adapter.leaf(LEAF), routes: adapter.routes });
    const registry = pasteRegistry({
      configuration,
      logging,
      enforcer,
      faults,
      v21,
      metadata,
      ...(validator === undefined ? {} : { validator }),
    });
    const load = applicationLoader(configuration, registry, logger);
    return { application: await load('osapi_compute'), load, adapter, close: () => nest.close() };
  } catch (error) {
    await nest.close();
    throw error;
  }
}
