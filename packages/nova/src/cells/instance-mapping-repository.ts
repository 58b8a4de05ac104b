// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { ApiDatabase, ApiTransaction } from '../database.js';

export interface InstanceMapping {
  readonly instanceUuid: string;
  /** Null until a cell was chosen. */
  readonly cellId: number | null;
  readonly projectId: string;
  readonly userId: string | null;
  readonly queuedForDelete: boolean | null;
  readonly createdAt: Date | null;
}

const SELECT = {
  instanceUuid: true,
  cellId: true,
  projectId: true,
  userId: true,
  queuedForDelete: true,
  createdAt: true,
} as const;

/** The table `instance_mappings`: in which cell a server is. */
export class InstanceMappingRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  find(instanceUuid: string): Promise<InstanceMapping | null> {
    return this.#database.client.instanceMapping.findUnique({ where: { instanceUuid }, select: SELECT });
  }

  list(uuids: readonly string[]): Promise<InstanceMapping[]> {
    return this.#database.client.instanceMapping.findMany({
      where: { instanceUuid: { in: [...uuids] } },
      select: SELECT,
    });
  }

  /** The servers of a cell that are not going away. @param projectId - null for those of all projects */
  listOfCell(cellId: number, projectId: string | null, limit: number): Promise<InstanceMapping[]> {
    return this.#database.client.instanceMapping.findMany({
      where: {
        cellId,
        OR: [{ queuedForDelete: false }, { queuedForDelete: null }],
        ...(projectId === null ? {} : { projectId }),
      },
      select: SELECT,
      orderBy: { id: 'asc' },
      take: limit,
    });
  }

  /** Numbers of the cells in which a project has servers. */
  async cellsOfProject(projectId: string): Promise<number[]> {
    const rows = await this.#database.client.instanceMapping.findMany({
      where: { projectId, cellId: { not: null } },
      distinct: ['cellId'],
      select: { cellId: true },
    });
    return rows.flatMap(({ cellId }) => (cellId === null ? [] : [cellId]));
  }

  /** Servers that are not going away: those of a project, or of a user in it. */
  count(projectId: string, userId?: string): Promise<number> {
    return this.#database.client.instanceMapping.count({
      where: { projectId, queuedForDelete: false, ...(userId === undefined ? {} : { userId }) },
    });
  }

  /** Of some servers those of a user that are not going away. */
  countOf(uuids: readonly string[], userId: string): Promise<number> {
    return this.#database.client.instanceMapping.count({
      where: { instanceUuid: { in: [...uuids] }, userId, queuedForDelete: false },
    });
  }

  /** Beside the build request, in one transaction. */
  async create(
    transaction: ApiTransaction,
    mapping: Pick<InstanceMapping, 'instanceUuid' | 'projectId' | 'userId'>,
  ): Promise<void> {
    await transaction.instanceMapping.create({ data: { ...mapping, queuedForDelete: false, createdAt: now() } });
  }

  /**
   * Gives a server its cell where it has none.
   * @returns whether it had none: false where another was faster or the server is gone
   */
  async mapToCell(instanceUuid: string, cellId: number): Promise<boolean> {
    const { count } = await this.#database.client.instanceMapping.updateMany({
      where: { instanceUuid, cellId: null },
      data: { cellId, updatedAt: now() },
    });
    return count > 0;
  }

  /** A server that is deleted, or that came back, counts no more, or again. */
  async setQueuedForDelete(instanceUuid: string, queuedForDelete: boolean): Promise<void> {
    await this.#database.client.instanceMapping.updateMany({
      where: { instanceUuid },
      data: { queuedForDelete, updatedAt: now() },
    });
  }

  async remove(instanceUuid: string): Promise<void> {
    await this.#database.client.instanceMapping.deleteMany({ where: { instanceUuid } });
  }
}
