// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseSettings } from '@stackport/database';
import type { TokenValidator } from '@stackport/keystone';
import { Enforcer } from '@stackport/policy';
import type { Application, RouteDescription } from '@stackport/wsgi';
import { createServiceApplication } from '@stackport/wsgi/nest';
import { placementFaults } from './api/faults.js';
import { versionOf } from './api/microversion.js';
import { placementApplication } from './api/placement-application.js';
import { PlacementModule } from './api/placement-module.js';
import { LEAF } from './api/placement-operation.js';
import { placementPipeline } from './api/pipeline.js';
import { openPlacementDatabase, type PlacementDatabase } from './database.js';
import { placementDatabaseOptions, placementOptionGroups } from './options/index.js';
import { createPlacementDomain, type PlacementDomain } from './placement-domain.js';
import { policyRules } from './policies/index.js';

export interface PlacementInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Who checks tokens, where it is not the Keystone that the configuration names. */
  readonly validator?: TokenValidator;
  /** Closed by who opened it; the one of `[placement_database]` otherwise. */
  readonly database?: PlacementDatabase;
}

/** A running Placement service, without a socket of its own. */
export interface Placement {
  readonly application: Application;
  readonly domain: PlacementDomain;
  /** The method and path of every operation, with its policy, for tests that walk over them. */
  readonly routes: readonly RouteDescription[];
  /** Finish what uses the service first. */
  close(): Promise<void>;
}

/**
 * Builds the Placement service: database, rules, domain, and the API with its pipeline. Rejects with what is wrong with the
 * configuration or the database.
 */
export async function createPlacement(init: PlacementInit): Promise<Placement> {
  const { configuration, logging, validator } = init;
  const { logger } = logging;
  configuration.register(...placementOptionGroups);
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const database = init.database ?? (await openConfiguredDatabase(init));
    if (init.database === undefined) closing.push(() => database.close());
    const enforcer = Enforcer.create({ rules: policyRules, configuration, logger: logger.named('oslo_policy') });
    const domain = await createPlacementDomain({ database, configuration, logger });
    const { adapter, nest } = await createServiceApplication(PlacementModule.over(domain, enforcer), {
      router: { unroutedMethod: 405, versionOf },
      faults: placementFaults(logger.named('placement.fault_wrap')),
      logger,
    });
    closing.push(() => nest.close());
    const application = placementPipeline({
      configuration,
      logging,
      ...(validator === undefined ? {} : { validator }),
      application: placementApplication(adapter.leaf(LEAF)),
    });
    return { application, domain, routes: adapter.routes.map(withoutLeaf), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The service is at the root, whatever its leaf is called inside. */
function withoutLeaf(route: RouteDescription): RouteDescription {
  return { ...route, path: route.path.slice(LEAF.length + 1) || '/' };
}

/** The database of `[placement_database]`; a SQLite file in the working directory where none is configured. */
function openConfiguredDatabase({ configuration, logging }: PlacementInit): Promise<PlacementDatabase> {
  const { url, settings } = databaseSettings(configuration.get(placementDatabaseOptions));
  return openPlacementDatabase(url ?? 'sqlite:///placement.sqlite', {
    settings,
    logger: logging.logger.named('placement.db'),
  });
}
