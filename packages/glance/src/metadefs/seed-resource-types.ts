// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { GlanceDatabase } from '../database.js';

/** The kinds of resources that upstream's standard definitions are about, in the order of its loader. */
const RESOURCE_TYPES = [
  'OS::Glance::Image',
  'OS::Cinder::Volume',
  'OS::Nova::Server',
  'OS::Nova::Aggregate',
  'OS::Nova::Flavor',
  'OS::Trove::Instance',
] as const;

/**
 * Gives a fresh database of our own the standard resource types. Upstream's tables get them, protected and without a
 * time of change, when `glance-manage db_load_metadefs` has read the standard definitions; ours has them at once, as
 * clients choose from this list. Python's database, and one that has any, is left as it is.
 */
export async function seedResourceTypes(database: GlanceDatabase): Promise<void> {
  if (database.owner.owner !== 'stackport') return;
  const { metadefResourceType } = database.client;
  if ((await metadefResourceType.count()) > 0) return;
  const createdAt = now();
  try {
    await metadefResourceType.createMany({
      data: RESOURCE_TYPES.map((name) => ({ name, protected: true, createdAt })),
    });
  } catch (error) {
    // Another process was faster.
    if (!isUniqueViolation(error)) throw error;
  }
}
