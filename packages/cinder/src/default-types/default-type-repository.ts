// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';

/** A project's default volume type. */
export interface DefaultTypeRow {
  readonly projectId: string;
  readonly volumeTypeId: string;
}

/** The table `default_volume_types`. */
export class DefaultTypeRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** The id of a project's default type; null where it has none of its own. */
  async find(projectId: string): Promise<string | null> {
    const row = await this.#database.client.defaultVolumeType.findFirst({ where: { projectId, deleted: false } });
    return row?.volumeTypeId ?? null;
  }

  /** Of all projects that have one. */
  async list(): Promise<DefaultTypeRow[]> {
    const rows = await this.#database.client.defaultVolumeType.findMany({
      where: { deleted: false, volumeTypeId: { not: null } },
      orderBy: { createdAt: 'asc' },
    });
    return rows.map(({ projectId, volumeTypeId }) => ({ projectId, volumeTypeId: volumeTypeId ?? '' }));
  }

  /** Whether a type is some project's default. */
  async isDefault(volumeTypeId: string): Promise<boolean> {
    return (await this.#database.client.defaultVolumeType.count({ where: { volumeTypeId, deleted: false } })) > 0;
  }

  /** Sets or changes it. */
  async set(projectId: string, volumeTypeId: string): Promise<void> {
    await this.#database.client.defaultVolumeType.upsert({
      where: { projectId },
      create: { projectId, volumeTypeId, createdAt: now() },
      update: { volumeTypeId, updatedAt: now(), deleted: false, deletedAt: null },
    });
  }

  /** The row goes, as upstream's does. */
  async delete(projectId: string): Promise<void> {
    await this.#database.client.defaultVolumeType.deleteMany({ where: { projectId } });
  }
}
