// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions, databaseSettings } from '@stackport/database';
import type { TokenValidator } from '@stackport/keystone';
import { Enforcer } from '@stackport/policy';
import type { Application } from '@stackport/wsgi';
import { novaFaults } from './api/faults.js';
import { applicationLoader } from './api/paste-file.js';
import { openCellDatabase } from './database.js';
import { type CellOf, cellOfServers, createMetadata } from './metadata/index.js';
import { networksFrom } from './network/networks-from.js';
import { CELL_URL, openConfiguredDatabases } from './open-configured-databases.js';
import { apiOptions } from './options/index.js';
import { pasteRegistry } from './paste-registry.js';
import { policyRules } from './policies/index.js';

export interface NovaMetadataInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Who checks tokens, where an operator's pipeline wants some. */
  readonly validator?: TokenValidator;
}

/**
 * Builds the metadata service on its own: the pipeline `metadata` of the operator's paste file, without the Compute API. It
 * needs no bus, and with `[api] local_metadata_per_cell` no API database either. Rejects with what is wrong with the
 * configuration, the databases or the paste file.
 */
export async function createNovaMetadata(
  init: NovaMetadataInit,
): Promise<{ readonly application: Application; close(): Promise<void> }> {
  const { configuration, logging, validator } = init;
  const { logger } = logging;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const cells = await openCells(configuration, logger);
    closing.push(() => cells.close());
    const registry = pasteRegistry({
      ...{ configuration, logging },
      enforcer: Enforcer.create({ rules: policyRules, configuration, logger: logger.named('oslo_policy') }),
      faults: novaFaults(logger.named('nova.api.openstack')),
      metadata: () => {
        const networks = networksFrom(configuration, logger.named('nova.network.neutron'));
        const made = createMetadata({ ...{ configuration, logger, networks }, cellOf: cells.of });
        closing.push(() => made.close());
        return made.application;
      },
      ...(validator === undefined ? {} : { validator }),
    });
    return { application: await applicationLoader(configuration, registry, logger)('metadata'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openCells(
  configuration: Configuration,
  logger: Logger,
): Promise<{ readonly of: CellOf; close(): Promise<void> }> {
  if (configuration.get(apiOptions).local_metadata_per_cell) {
    const { url = CELL_URL, settings } = databaseSettings(configuration.get(databaseOptions));
    const database = await openCellDatabase(url, { settings, logger: logger.named('nova.db') });
    return { of: () => Promise.resolve(database), close: () => database.close() };
  }
  const databases = await openConfiguredDatabases(configuration, logger);
  return { of: cellOfServers(databases, configuration, logger), close: () => databases.close() };
}
