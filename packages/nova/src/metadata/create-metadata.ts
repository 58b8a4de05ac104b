// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { Application } from '@stackport/wsgi';
import { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import type { Networks } from '../network/networks.js';
import type { NovaDatabases } from '../open-configured-databases.js';
import { apiOptions } from '../options/index.js';
import { type CellOf, CellServers, mappedCells } from './cell-servers.js';
import { metadataApplication } from './metadata-application.js';
import { vendorDataFrom } from './vendor-data.js';

export interface MetadataInit {
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly cellOf: CellOf;
  readonly networks: Networks;
}

/** The metadata service over the databases of cells. Throws as `vendorDataFrom`. */
export function createMetadata({ configuration, logger, cellOf, networks }: MetadataInit): {
  readonly application: Application;
  close(): Promise<void>;
} {
  const vendorData = vendorDataFrom(configuration, logger.named('nova.api.metadata.vendordata_dynamic'));
  const application = metadataApplication({
    ...{ configuration, networks, vendorData },
    servers: new CellServers(cellOf, networks),
    logger: logger.named('nova.api.metadata.handler'),
  });
  return { application, close: () => vendorData.close() };
}

/** Where servers are looked for: in the cells that they are mapped to, or in this process's only, as `[api]` says. */
export function cellOfServers({ api, cells }: NovaDatabases, configuration: Configuration, logger: Logger): CellOf {
  const own = async () => (await cells.openOwn()).database;
  if (configuration.get(apiOptions).local_metadata_per_cell) return own;
  return mappedCells({
    mappings: new InstanceMappingRepository(api),
    open: async (cellId) => (await cells.open(await cells.get(cellId))).database,
    own,
    logger: logger.named('nova.api.metadata.base'),
  });
}
