// SPDX-License-Identifier: Apache-2.0
import { afterMarker, orderByKeys, type SortKey } from '@stackport/database';
import type { Prisma } from '../../generated/cell/mysql/client.js';
import type { InstanceValues } from '../../instances/instance.js';
import { columnsOf } from '../../rows.js';
import type { ServerSortKey } from './server-query.js';

/** A column that the engines sort and compare each in its own way. */
const ENUMERATED = 'locked_by';

const NEVER_NULL: ReadonlySet<string> = new Set(['id', 'uuid']);

/** Whether the database can sort and page by these keys. */
export function canSortInDatabase(keys: readonly ServerSortKey[]): boolean {
  return keys.every(({ column }) => column !== ENUMERATED);
}

export function orderOf(keys: readonly ServerSortKey[]): Prisma.InstanceOrderByWithRelationInput[] {
  return orderByKeys(sortKeysOf(keys));
}

/** What holds for the servers after one. */
export function afterServer(keys: readonly ServerSortKey[], marker: InstanceValues): Prisma.InstanceWhereInput {
  return afterMarker(sortKeysOf(keys), columnsOf({ ...marker, deleted: marker.deleted ? marker.id : 0 }));
}

/** Compares two servers as lists have them: no value is lowest. */
export function comparing(keys: readonly ServerSortKey[]): (a: InstanceValues, b: InstanceValues) => number {
  return (a, b) => {
    for (const { column, direction } of keys) {
      const order = compare(a[column as keyof InstanceValues], b[column as keyof InstanceValues]);
      if (order !== 0) return direction === 'asc' ? order : -order;
    }
    return 0;
  };
}

function compare(a: unknown, b: unknown): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  return left < right ? -1 : 1;
}

function comparable(value: unknown): string | number | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}

function sortKeysOf(keys: readonly ServerSortKey[]): SortKey[] {
  return keys.map(({ column, direction }) => ({
    field: Object.keys(columnsOf<object>({ [column]: true }))[0] ?? column,
    direction,
    nullable: !NEVER_NULL.has(column),
  }));
}
