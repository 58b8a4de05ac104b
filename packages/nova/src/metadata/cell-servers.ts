// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import type { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import type { CellDatabase } from '../database.js';
import { BlockDeviceRepository } from '../instances/block-device-repository.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import { SystemMetadataRepository } from '../instances/system-metadata-repository.js';
import type { Networks } from '../network/networks.js';
import type { MetadataServers } from './metadata-finder.js';
import { ec2IdsOf, type MetadataServer, SERVER_PARTS } from './metadata-server.js';
import { passwordOf } from './password.js';

/** Finds the database of the cell that a server is in. */
export type CellOf = (uuid: string) => Promise<CellDatabase>;

/** Servers in the databases of their cells, with the names of their security groups. */
export class CellServers implements MetadataServers {
  readonly #cellOf: CellOf;
  readonly #networks: Pick<Networks, 'resources'>;

  constructor(cellOf: CellOf, networks: Pick<Networks, 'resources'>) {
    this.#cellOf = cellOf;
    this.#networks = networks;
  }

  async get(uuid: string): Promise<MetadataServer> {
    const database = await this.#cellOf(uuid);
    const instance = await new InstanceRepository(database).get(uuid, SERVER_PARTS);
    const context = RequestContext.admin();
    const [devices, groups] = await Promise.all([
      new BlockDeviceRepository(database).ofInstances([uuid]),
      this.#networks.resources(context).securityGroups.ofServer(context, uuid),
    ]);
    const securityGroups = groups.map(({ id, name }) => name ?? id);
    return { instance, devices, ec2Ids: ec2IdsOf(instance), securityGroups };
  }

  async setPassword(uuid: string, metadata: Readonly<Record<string, string>>): Promise<boolean> {
    const hasOne = (known: Readonly<Record<string, string>>): boolean => passwordOf(known) !== undefined;
    return new SystemMetadataRepository(await this.#cellOf(uuid)).addUnless(uuid, hasOne, metadata);
  }
}

export interface MappedCellsInit {
  readonly mappings: Pick<InstanceMappingRepository, 'find'>;
  /** The database of a cell, by its number. */
  readonly open: (cellId: number) => Promise<CellDatabase>;
  /** The database that this process is configured with. */
  readonly own: () => Promise<CellDatabase>;
  readonly logger: Logger;
}

/** The cell that a server is mapped to; the process's own for one that is not (nova 26, api/metadata/base.py). */
export function mappedCells({ mappings, open, own, logger }: MappedCellsInit): CellOf {
  return async (uuid) => {
    const mapping = await mappings.find(uuid);
    if (mapping === null) logger.warning(`Instance mapping for ${uuid} not found; cell setup is incomplete`);
    const cellId = mapping?.cellId ?? null;
    return cellId === null ? own() : open(cellId);
  };
}
