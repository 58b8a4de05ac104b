// SPDX-License-Identifier: Apache-2.0
import type { GlanceDatabase } from '../database.js';
import type { ImageRepository } from '../images/image-repository.js';
import { type Limited, mebibytes } from './limits.js';

/** An image into which data is being copied has stores in this property. */
const BEING_COPIED = {
  properties: { some: { name: 'os_glance_importing_to_stores', deleted: false, value: { not: '' } } },
} as const;

/** How much of what is limited a project uses (upstream's db/sqlalchemy/api.py, user_get_…). */
export class LimitUsageReader {
  readonly #database: GlanceDatabase;
  readonly #images: ImageRepository;

  constructor(database: GlanceDatabase, images: ImageRepository) {
    this.#database = database;
    this.#images = images;
  }

  async of(projectId: string, what: Limited): Promise<number> {
    const { image } = this.#database.client;
    const own = { owner: projectId, deleted: false };
    switch (what) {
      case 'image_size_total':
        return mebibytes(await this.#images.storageUsed(projectId));
      case 'image_stage_total': {
        const staged = { OR: [{ status: { in: ['uploading', 'importing'] } }, BEING_COPIED] };
        const { _sum: sum } = await image.aggregate({ where: { ...own, ...staged }, _sum: { size: true } });
        return mebibytes(Number(sum.size ?? 0));
      }
      case 'image_count_total':
        return image.count({ where: own });
      case 'image_count_uploading':
        return image.count({
          where: { ...own, OR: [{ status: { in: ['saving', 'uploading', 'importing'] } }, BEING_COPIED] },
        });
    }
  }
}
