// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import type { TokenValidator } from '@stackport/keystone';
import {
  type FakeBroker,
  messagingOptions,
  type Transport,
  transportFromConf,
  transportOptions,
} from '@stackport/messaging';
import { sharedOptionGroups } from '@stackport/middleware';
import { Enforcer, policyOptions } from '@stackport/policy';
import type { Application } from '@stackport/wsgi';
import { type ApiEdge, createApiEdge } from './api/api-edge.js';
import { controllers } from './api/controllers.js';
import { CellTransports } from './cells/cell-transports.js';
import { createDomain } from './domain.js';
import { cellOfServers, createMetadata } from './metadata/index.js';
import type { Neighbours } from './neighbours.js';
import { NoNetworks } from './network/no-networks.js';
import { type NovaDatabases, openConfiguredDatabases } from './open-configured-databases.js';
import { novaOptionGroups } from './options/index.js';
import { policyRules } from './policies/index.js';
import type { ApiPorts } from './ports.js';

/** Every group that nova.conf may have and that a process of this service reads. */
export const novaApiOptionGroups = [
  ...novaOptionGroups,
  databaseOptions,
  policyOptions,
  ...messagingOptions,
  ...sharedOptionGroups,
];

export interface NovaApiInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Who checks tokens, where it is not the Keystone that the configuration names. */
  readonly validator?: TokenValidator;
  /** The bus that processes share, closed by who made it; one of `transport_url` otherwise. */
  readonly transport?: Transport;
  /** Where a `fake://` transport of its own meets others. */
  readonly fakeBroker?: FakeBroker;
  /** Closed by who opened them; those of `[api_database]` and `[database]` otherwise. */
  readonly databases?: NovaDatabases;
  /** The services beside nova, closed by who opened them. */
  readonly neighbours?: Neighbours;
  readonly ports?: Partial<ApiPorts>;
}

/** The running API: its pipeline, its routes for the walks over all of them, and what has to be closed. */
export type NovaApi = ApiEdge;

/**
 * Builds nova-api: databases, bus, rules, the domain, and the API with the pipeline of the operator's paste file around
 * it. Rejects with what is wrong with the configuration, the databases or the paste file.
 */
export async function createNovaApi(init: NovaApiInit): Promise<NovaApi> {
  const { configuration, logging, validator, neighbours, ports } = init;
  const { logger } = logging;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const enforcer = Enforcer.create({ rules: policyRules, configuration, logger: logger.named('oslo_policy') });
    const transport = init.transport ?? ownTransport(init, closing);
    const databases = init.databases ?? (await openConfiguredDatabases(configuration, logger));
    if (init.databases === undefined) closing.push(() => databases.close());
    const buses = cellBuses(init, transport);
    closing.push(() => buses.close());
    const providers = createDomain({
      ...{ configuration, logging, transport, enforcer },
      transportOf: buses.of,
      database: databases.api,
      cells: databases.cells,
      ...(neighbours === undefined ? {} : { neighbours }),
      ...(ports === undefined ? {} : { ports }),
    });
    const metadata = (): Application => {
      const made = createMetadata({
        ...{ configuration, logger },
        cellOf: cellOfServers(databases, configuration, logger),
        networks: ports?.networks ?? neighbours?.networks ?? new NoNetworks(),
      });
      closing.push(() => made.close());
      return made.application;
    };
    const edge = await createApiEdge({
      ...{ configuration, logging, enforcer, controllers, providers, metadata },
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
  { configuration, logging, fakeBroker }: NovaApiInit,
  closing: (() => Promise<void>)[],
): Transport {
  const logger = logging.logger.named('oslo.messaging');
  const transport = transportFromConf(configuration, { logger, ...(fakeBroker === undefined ? {} : { fakeBroker }) });
  closing.push(() => transport.close());
  return transport;
}

/** The buses of the cells, of which one is usually this process's own. */
function cellBuses({ configuration, logging, fakeBroker }: NovaApiInit, transport: Transport): CellTransports {
  const logger = logging.logger.named('oslo.messaging');
  const { transport_url: url } = configuration.get(transportOptions);
  return new CellTransports({ url, transport }, (other) =>
    transportFromConf(configuration, { logger, url: other, ...(fakeBroker === undefined ? {} : { fakeBroker }) }),
  );
}
