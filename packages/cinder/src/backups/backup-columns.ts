// SPDX-License-Identifier: Apache-2.0
import type { SortKey } from '@stackport/database';
import type { Prisma } from '../generated/mysql/client.js';
import { sortOrder, type Page } from '../paging/page.js';

type Kind = 'text' | 'number' | 'time' | 'boolean';

/** Columns by upstream's names, which clients sort and filter by. */
const COLUMNS: Readonly<Record<string, readonly [field: string, kind: Kind]>> = {
  id: ['id', 'text'],
  volume_id: ['volumeId', 'text'],
  user_id: ['userId', 'text'],
  project_id: ['projectId', 'text'],
  host: ['host', 'text'],
  availability_zone: ['availabilityZone', 'text'],
  display_name: ['displayName', 'text'],
  display_description: ['displayDescription', 'text'],
  container: ['container', 'text'],
  status: ['status', 'text'],
  fail_reason: ['failReason', 'text'],
  service_metadata: ['serviceMetadata', 'text'],
  service: ['service', 'text'],
  parent_id: ['parentId', 'text'],
  temp_volume_id: ['tempVolumeId', 'text'],
  temp_snapshot_id: ['tempSnapshotId', 'text'],
  snapshot_id: ['snapshotId', 'text'],
  restore_volume_id: ['restoreVolumeId', 'text'],
  encryption_key_id: ['encryptionKeyId', 'text'],
  size: ['size', 'number'],
  object_count: ['objectCount', 'number'],
  num_dependent_backups: ['numDependentBackups', 'number'],
  data_timestamp: ['dataTimestamp', 'time'],
  created_at: ['createdAt', 'time'],
  updated_at: ['updatedAt', 'time'],
  deleted_at: ['deletedAt', 'time'],
  deleted: ['deleted', 'boolean'],
};

/** `name` of a query stands for this column. */
const ALIASES: Readonly<Record<string, string>> = { name: 'display_name' };

/** Keys to sort by, with `created_at` and `id` after them. Throws `InvalidInput` for what is no column. */
export function backupSortKeys(page: Page): SortKey[] {
  const fields = Object.fromEntries(Object.entries(COLUMNS).map(([name, [field]]) => [name, field]));
  return sortOrder(page, fields).flatMap((order) =>
    Object.entries(order).map(([field, direction]) => ({ field, direction, nullable: field !== 'id' })),
  );
}

/**
 * The condition that filters of a query are; undefined where one names no column: nothing fits then, as upstream.
 * A name that ends in `~` asks for a part of the text.
 */
export function backupFilter(filters: Readonly<Record<string, string>>): Prisma.BackupWhereInput | undefined {
  const conditions: Prisma.BackupWhereInput[] = [];
  for (const [name, value] of Object.entries(filters)) {
    const isPart = name.endsWith('~');
    const plain = isPart ? name.replace(/~+$/, '') : name;
    const [field, kind] = column(ALIASES[plain] ?? plain) ?? [];
    if (field === undefined || kind === undefined) return undefined;
    const wanted = isPart && kind === 'text' ? { contains: value } : comparable(kind, value);
    if (wanted === undefined) return undefined;
    conditions.push({ [field]: wanted });
  }
  return { AND: conditions };
}

function column(name: string): readonly [field: string, kind: Kind] | undefined {
  return Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
}

/** Undefined where no row can have the value. */
function comparable(kind: Kind, value: string): string | number | boolean | Date | { contains: string } | undefined {
  switch (kind) {
    case 'text':
      return value;
    case 'number':
      return /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
    case 'boolean':
      return /^(?:1|t|true|on|y|yes)$/i.test(value);
    case 'time': {
      const time = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
      return Number.isNaN(time.getTime()) ? undefined : time;
    }
  }
}
