// SPDX-License-Identifier: Apache-2.0
import type { VolumeTypeRow } from './volume-type-repository.js';

/** Extra specs by key. */
export function extraSpecsOf(row: {
  readonly extraSpecs: readonly { readonly key: string | null; readonly value: string | null }[];
}): Record<string, string | null> {
  return Object.fromEntries(row.extraSpecs.flatMap(({ key, value }) => (key === null ? [] : [[key, value] as const])));
}

/** A volume type as notifications have it: the row under upstream's names. */
export function notifiedType(row: VolumeTypeRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    is_public: row.isPublic,
    qos_specs_id: row.qosSpecsId,
    extra_specs: extraSpecsOf(row),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
    deleted: row.deleted,
  };
}
