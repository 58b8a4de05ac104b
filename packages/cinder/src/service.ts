// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import type { TokenValidator } from '@stackport/keystone';
import { type FakeBroker, messagingOptions, type Transport, transportFromConf } from '@stackport/messaging';
import { sharedOptionGroups } from '@stackport/middleware';
import { Enforcer, policyOptions } from '@stackport/policy';
import { createApiEdge, type ApiEdge } from './api/api-edge.js';
import { coreControllers } from './api/core-controllers.js';
import type { CinderDatabase } from './database.js';
import { createDomain } from './domain.js';
import { extensions } from './generated/extensions.js';
import { openConfiguredDatabase } from './open-configured-database.js';
import { cinderOptionGroups } from './options/index.js';
import { policyRules } from './policies/index.js';

/** Every group that cinder.conf may have and that a process of this service reads. */
export const cinderApiOptionGroups = [
  ...cinderOptionGroups,
  databaseOptions,
  policyOptions,
  ...messagingOptions,
  ...sharedOptionGroups,
];

export interface CinderApiInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Who checks tokens, where it is not the Keystone that the configuration names. */
  readonly validator?: TokenValidator;
  /** The bus that processes share, closed by who made it; one of `transport_url` otherwise. */
  readonly transport?: Transport;
  /** Where a `fake://` transport of its own meets others. */
  readonly fakeBroker?: FakeBroker;
  /** Closed by who opened it; the one of `[database]` otherwise. */
  readonly database?: CinderDatabase;
}

/** The running API: its pipeline, its routes for the walks over all of them, and what has to be closed. */
export type CinderApi = ApiEdge;

/**
 * Builds cinder-api: database, bus, rules, the domain, and the API with the pipeline of the operator's paste file around
 * it. Rejects with what is wrong with the configuration, the database or the paste file.
 */
export async function createCinderApi(init: CinderApiInit): Promise<CinderApi> {
  const { configuration, logging, validator } = init;
  const { logger } = logging;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const enforcer = Enforcer.create({ rules: policyRules, configuration, logger: logger.named('oslo_policy') });
    const transport = init.transport ?? ownTransport(init, closing);
    const database = init.database ?? (await ownDatabase(init, closing));
    const domain = await createDomain({ configuration, logging, database, transport, enforcer });
    closing.push(() => domain.close());
    const edge = await createApiEdge({
      configuration,
      logging,
      enforcer,
      coreControllers,
      extensionFolder: { package: 'cinder.api.contrib', entries: extensions },
      providers: domain.providers,
      ...(validator === undefined ? {} : { validator }),
    });
    closing.push(() => edge.close());
    return { ...edge, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function ownTransport(
  { configuration, logging, fakeBroker }: CinderApiInit,
  closing: (() => Promise<void>)[],
): Transport {
  const logger = logging.logger.named('oslo.messaging');
  const transport = transportFromConf(configuration, { logger, ...(fakeBroker === undefined ? {} : { fakeBroker }) });
  closing.push(() => transport.close());
  return transport;
}

async function ownDatabase(
  { configuration, logging }: CinderApiInit,
  closing: (() => Promise<void>)[],
): Promise<CinderDatabase> {
  const database = await openConfiguredDatabase(configuration, logging.logger);
  closing.push(() => database.close());
  return database;
}
