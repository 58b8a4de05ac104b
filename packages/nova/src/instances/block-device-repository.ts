// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { VolumeBDMNotFound } from '../errors/instances.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { columnsOf, valuesOf } from '../rows.js';
import type { BlockDeviceMappingValues } from './instance.js';

/** A block device that is not stored yet. */
export type NewBlockDevice = Partial<Omit<BlockDeviceMappingValues, 'id' | 'deleted'>> & {
  readonly instance_uuid: string;
};

/** What may be changed of one. */
export type BlockDeviceChanges = Partial<Omit<BlockDeviceMappingValues, 'id' | 'uuid' | 'deleted' | 'deleted_at'>>;

/** The block devices of a cell's servers: the only code that touches their table. */
export class BlockDeviceRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  /** Those of servers, in the order in which they were made. */
  async ofInstances(uuids: readonly string[]): Promise<BlockDeviceMappingValues[]> {
    return this.#list({ instanceUuid: { in: [...uuids] } });
  }

  /** The one of a volume at a server. Throws `VolumeBDMNotFound` where it has it not. */
  async ofVolume(volumeId: string, instanceUuid: string): Promise<BlockDeviceMappingValues> {
    const [found] = await this.#list({ volumeId, instanceUuid });
    if (found === undefined) throw new VolumeBDMNotFound(volumeId);
    return found;
  }

  /** Where a volume is in use. */
  async ofVolumeAnywhere(volumeId: string): Promise<BlockDeviceMappingValues[]> {
    return this.#list({ volumeId });
  }

  async create(values: NewBlockDevice): Promise<BlockDeviceMappingValues> {
    const row = await this.#database.client.blockDeviceMapping.create({
      data: {
        ...columnsOf<Prisma.BlockDeviceMappingCreateInput>(values),
        uuid: values.uuid ?? randomUUID(),
        createdAt: now(),
      },
    });
    return valuesOf(row);
  }

  /** Throws `VolumeBDMNotFound` where it is gone. */
  async save(id: number, changes: BlockDeviceChanges): Promise<BlockDeviceMappingValues> {
    const { count } = await this.#database.client.blockDeviceMapping.updateMany({
      where: { id, deleted: 0 },
      data: { ...columnsOf<Prisma.BlockDeviceMappingUpdateManyMutationInput>(changes), updatedAt: now() },
    });
    const [found] = await this.#list({ id });
    if (count === 0 || found === undefined) throw new VolumeBDMNotFound(changes.volume_id ?? String(id));
    return found;
  }

  async destroy(id: number): Promise<void> {
    await this.#database.client.blockDeviceMapping.updateMany({
      where: { id, deleted: 0 },
      data: { deleted: id, deletedAt: now() },
    });
  }

  async #list(where: Prisma.BlockDeviceMappingWhereInput): Promise<BlockDeviceMappingValues[]> {
    const rows = await this.#database.client.blockDeviceMapping.findMany({
      where: { deleted: 0, ...where },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => valuesOf(row));
  }
}
