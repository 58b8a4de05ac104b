// SPDX-License-Identifier: Apache-2.0
import type { Prisma } from '../generated/mysql/client.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';

const living = { where: { deleted: false } } as const;

/** What of a volume's other tables is read with it: one query each, for one volume as for a page of them. */
export const volumeRelations = {
  metadata: living,
  adminMetadata: living,
  glanceMetadata: living,
  attachments: living,
} as const satisfies Prisma.VolumeInclude;

/** A volume with its parts. */
export type VolumeRow = Prisma.VolumeGetPayload<{ include: typeof volumeRelations }> & {
  /** Null where the type's row is gone. */
  readonly volumeType: VolumeTypeRow | null;
  /** Its group, where that is a consistency group to those who use their API. */
  readonly convertedGroupId?: string | null;
};

/** `available`, `creating`, …: what upstream writes into `volumes.status`. */
export type VolumeStatus = string;

/** Name of the volume on its back end: `volume-<id>`, of the one that it was migrated to where it was. */
export function volumeName(volume: { readonly id: string; readonly nameId: string | null }, template: string): string {
  return template.replace('%s', volume.nameId ?? volume.id);
}

/** Metadata rows as a dictionary. */
export function dictionaryOf(
  rows: readonly { readonly key: string | null; readonly value: string | null }[],
): Record<string, string> {
  return Object.fromEntries(rows.map(({ key, value }) => [key ?? '', value ?? '']));
}
