// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { ApiDatabase, ApiTransaction } from '../database.js';
import { BuildRequestNotFound } from '../errors/instances.js';
import type { Prisma } from '../generated/api/mysql/client.js';
import { decode } from '../objects/nova-object.js';
import { listOf, objectOf } from '../object-values.js';
import type { NewBlockDevice } from './block-device-repository.js';
import type { InstanceChanges, InstanceValues } from './instance.js';

/** A server that has no cell yet: it is all there is of it until it is scheduled. */
export interface BuildRequestValues {
  readonly id: number;
  readonly instance_uuid: string;
  readonly project_id: string;
  /** As it will be written into its cell. */
  readonly instance: InstanceValues;
  readonly block_device_mappings: { readonly objects: readonly NewBlockDevice[] };
  readonly tags: { readonly objects: readonly { readonly tag: string; readonly resource_id?: string }[] };
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
}

export interface NewBuildRequest {
  readonly instance: InstanceChanges & { readonly uuid: string };
  readonly projectId: string;
  readonly blockDevices: readonly NewBlockDevice[];
  readonly tags: readonly string[];
}

/** Servers that wait for a cell: the only code that touches their table. */
export class BuildRequestRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  /** Throws `BuildRequestNotFound` where the server has a cell by now, or was deleted. */
  async get(instanceUuid: string): Promise<BuildRequestValues> {
    const row = await this.#database.client.buildRequest.findFirst({ where: { instanceUuid } });
    if (row === null) throw new BuildRequestNotFound(instanceUuid);
    return requestOf(row);
  }

  async list(where: Prisma.BuildRequestWhereInput): Promise<BuildRequestValues[]> {
    const rows = await this.#database.client.buildRequest.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map(requestOf);
  }

  /** Writes within a transaction, since the mapping of the server and what its quota counts come with it. */
  async create(transaction: ApiTransaction, request: NewBuildRequest): Promise<BuildRequestValues> {
    const { instance, projectId, blockDevices, tags } = request;
    const createdAt = now();
    const row = await transaction.buildRequest.create({
      data: {
        instanceUuid: instance.uuid,
        projectId,
        instance: JSON.stringify(objectOf('Instance', { created_at: createdAt, ...instance })),
        blockDeviceMappings: JSON.stringify(listOf('BlockDeviceMappingList', blockDevices)),
        tags: JSON.stringify(
          listOf(
            'TagList',
            tags.map((tag) => ({ resource_id: instance.uuid, tag })),
          ),
        ),
        createdAt,
      },
    });
    return requestOf(row);
  }

  /** Changes the server that waits. Throws `BuildRequestNotFound`. */
  async saveInstance(instanceUuid: string, changes: InstanceChanges): Promise<void> {
    const { instance } = await this.get(instanceUuid);
    const { count } = await this.#database.client.buildRequest.updateMany({
      where: { instanceUuid },
      data: { instance: JSON.stringify(objectOf('Instance', { ...instance, ...changes })), updatedAt: now() },
    });
    if (count === 0) throw new BuildRequestNotFound(instanceUuid);
  }

  /** Whether it was there to be removed: of two that try, one hears yes. */
  async remove(instanceUuid: string): Promise<boolean> {
    const { count } = await this.#database.client.buildRequest.deleteMany({ where: { instanceUuid } });
    return count > 0;
  }
}

type Row = Prisma.BuildRequestGetPayload<object>;

function requestOf(row: Row): BuildRequestValues {
  const parsed = (text: string | null): unknown => (text === null ? null : decode(JSON.parse(text)));
  return {
    id: row.id,
    instance_uuid: row.instanceUuid ?? '',
    project_id: row.projectId,
    instance: parsed(row.instance) as InstanceValues,
    block_device_mappings: (parsed(row.blockDeviceMappings) ?? {
      objects: [],
    }) as BuildRequestValues['block_device_mappings'],
    tags: (parsed(row.tags) ?? { objects: [] }) as BuildRequestValues['tags'],
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}
