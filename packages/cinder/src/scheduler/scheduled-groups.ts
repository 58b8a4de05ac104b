// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import type { Prisma } from '../generated/mysql/client.js';

const TYPES = { volumeTypeMappings: { where: { deleted: false } } } as const satisfies Prisma.GroupInclude;

/** A group with the ids of its volume types. */
export type ScheduledGroup = Prisma.GroupGetPayload<{ include: typeof TYPES }> & {
  readonly volumeTypeIds: readonly string[];
};

/** What cinder-scheduler reads and changes of groups, and what its filters and weighers ask of volumes. */
export class ScheduledGroups {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  async find(id: string): Promise<ScheduledGroup | undefined> {
    const row = await this.#database.client.group.findFirst({ where: { id, deleted: false }, include: TYPES });
    if (row === null) return undefined;
    return { ...row, volumeTypeIds: row.volumeTypeMappings.map(({ volumeTypeId }) => volumeTypeId) };
  }

  /** Changes a group that is still to be made. Resolves whether it was. @param host - null where it has to have none yet */
  changeCreating(id: string, changes: { host: string; clusterName: string | null } | { status: 'error' }) {
    return compareAndSwap(
      this.#database.client.group,
      { id, deleted: false, status: 'creating', ...('host' in changes ? { host: null } : {}) },
      { ...changes, updatedAt: now() },
    );
  }

  /** How many volumes a back end (`host@backend`) has. */
  countVolumes(backend: string): Promise<number> {
    return this.#database.client.volume.count({ where: { deleted: false, OR: on(backend) } });
  }

  /** Which of these volumes of a project are on a back end (or on its cluster). */
  async volumesOn(backend: string, volumeIds: readonly string[], projectId: string): Promise<string[]> {
    const rows = await this.#database.client.volume.findMany({
      where: { id: { in: [...volumeIds] }, projectId, deleted: false, OR: on(backend) },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }
}

function on(backend: string): Prisma.VolumeWhereInput[] {
  return [
    { host: backend },
    { host: { startsWith: `${backend}#` } },
    { clusterName: backend },
    { clusterName: { startsWith: `${backend}#` } },
  ];
}
