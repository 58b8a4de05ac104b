// SPDX-License-Identifier: Apache-2.0
import type { Prisma } from '../generated/mysql/client.js';

/** Values of `migration_status` of volumes that are not being migrated; null is one too. */
const AT_REST = ['deleting', 'error', 'success'];

/** The condition that holds for volumes that are not being migrated (upstream's AVAILABLE_MIGRATION_STATUS). */
export const NOT_MIGRATING: Prisma.VolumeWhereInput = {
  OR: [{ migrationStatus: null }, { migrationStatus: { in: AT_REST } }],
};

export function isMigrating({ migrationStatus }: { readonly migrationStatus: string | null }): boolean {
  return migrationStatus !== null && !AT_REST.includes(migrationStatus);
}
