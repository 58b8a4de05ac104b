// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { DatabaseSettings } from '@stackport/database';
import type { TokenValidator } from '@stackport/keystone';
import { sharedOptionGroups } from '@stackport/middleware';
import { Enforcer } from '@stackport/policy';
import type { Application } from '@stackport/wsgi';
import { createServiceApplication } from '@stackport/wsgi/nest';
import { FaultFilter } from '@stackport/api';
import { IdentityModule } from './api/identity-module.js';
import { identityPipeline } from './api/pipeline.js';
import { faultTable, renderFault } from './api/shared/faults.js';
import { bootstrapIdentity, type Bootstrap, type BootstrapResult } from './bootstrap/bootstrap.js';
import { openIdentityDatabase } from './database/identity-database.js';
import { createIdentityDomain, type IdentityDomain } from './identity-domain.js';
import { identityOptionGroups } from './options.js';
import { identityRules } from './rules/index.js';
import { IdentityTokenValidator } from './tokens/identity-token-validator.js';

export interface IdentityServiceInit {
  /** The groups of `identityOptionGroups` are registered where they are not yet. */
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** As in `[database] connection`. */
  readonly databaseUrl: string;
  readonly databaseSettings?: Partial<DatabaseSettings>;
  /** Host in the URLs of endpoints that were started along with this service; the one that a client asked, by default. */
  readonly publicHost?: string | undefined;
  /** Milliseconds since 1970; the clock's by default. */
  readonly now?: () => number;
}

/** A running identity service, without a socket of its own. */
export interface IdentityService {
  readonly application: Application;
  /** For services in the same process. */
  readonly validator: TokenValidator;
  readonly domain: IdentityDomain;
  /** The method and path of every operation, with its policy, for tests that walk over them. */
  readonly routes: readonly { readonly method: string; readonly path: string; readonly selector: object }[];
  bootstrap(bootstrap?: Bootstrap): Promise<BootstrapResult>;
  /** Finish what uses the service first. */
  close(): Promise<void>;
}

/** Opens the database, migrates it, and puts the service together. Throws what `openDatabase` and the enforcer throw. */
export async function createIdentityService(init: IdentityServiceInit): Promise<IdentityService> {
  const { configuration, logger, databaseUrl: url, databaseSettings, publicHost, now } = init;
  configuration.register(...identityOptionGroups, ...sharedOptionGroups);
  const settings = databaseSettings === undefined ? {} : { settings: databaseSettings };
  const database = await openIdentityDatabase({
    url,
    ...settings,
    logger: logger.named('stackport.identity.database'),
  });
  try {
    const domain = await createIdentityDomain({
      database,
      configuration,
      logger,
      ...(now === undefined ? {} : { now }),
    });
    const enforcer = new Enforcer({ rules: identityRules, configuration, logger: logger.named('oslo_policy.policy') });
    const faults = new FaultFilter({
      table: faultTable,
      render: renderFault,
      logger: logger.named('keystone.server.flask.application'),
    });
    const { adapter, nest } = await createServiceApplication(IdentityModule.over(domain, enforcer), {
      faults,
      logger,
      router: { unroutedMethod: 405 },
    });
    const { tokens, tokenView } = domain;
    return {
      application: identityPipeline({
        configuration,
        logger,
        tokens,
        tokenView,
        publicHost,
        versions: adapter.leaf('versions'),
        v3: adapter.leaf('v3'),
      }),
      validator: new IdentityTokenValidator(tokens, tokenView, publicHost ?? '127.0.0.1', domain.environment.changes),
      domain,
      routes: adapter.routes,
      bootstrap: (bootstrap = {}) => bootstrapIdentity(domain, bootstrap),
      async close() {
        await nest.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
