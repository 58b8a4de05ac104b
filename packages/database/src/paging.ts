// SPDX-License-Identifier: Apache-2.0

/** One key of a sorted list. The keys together must tell any two rows apart: end them with the primary key. */
export interface SortKey {
  /** The model's field. */
  field: string;
  direction: 'asc' | 'desc';
  /** Whether the column may be null. Null is lowest, as both engines sort it: first ascending, last descending. */
  nullable?: boolean;
}

type Value = string | number | bigint | boolean | Date | null | undefined;
type Condition = Record<string, unknown>;

/** What `orderBy` of Prisma takes. */
export function orderByKeys(keys: readonly SortKey[]): Record<string, 'asc' | 'desc'>[] {
  return keys.map(({ field, direction }) => ({ [field]: direction }));
}

/**
 * The condition (for Prisma's `where`) that holds for the rows after the marker row in the order of the keys: what oslo.db's paginate_query
 * does, and exact where rows tie with null (there, null and '' are taken for equal and a page may skip or repeat).
 * Enum fields cannot be a key: the engines sort them differently and Prisma does not compare them.
 */
export function afterMarker(keys: readonly SortKey[], marker: Readonly<Record<string, unknown>>): Condition {
  const alternatives: Condition[] = [];
  const same: Condition[] = [];
  for (const key of keys) {
    const value = marker[key.field] as Value;
    const after = afterValue(key, value ?? null);
    if (after !== undefined) alternatives.push(same.length === 0 ? after : { AND: [...same, after] });
    same.push({ [key.field]: value ?? null });
  }
  // An OR of nothing holds for no row: the marker is the last one.
  return { OR: alternatives };
}

function afterValue({ field, direction, nullable }: SortKey, value: Exclude<Value, undefined>): Condition | undefined {
  if (value === null) return direction === 'asc' ? { [field]: { not: null } } : undefined;
  const beyond = beyondValue(field, direction, value);
  if (direction === 'asc' || nullable !== true) return beyond;
  return beyond === undefined ? { [field]: null } : { OR: [beyond, { [field]: null }] };
}

function beyondValue(field: string, direction: 'asc' | 'desc', value: NonNullable<Value>): Condition | undefined {
  // Prisma compares booleans for equality only.
  if (typeof value === 'boolean') return value === (direction === 'desc') ? { [field]: !value } : undefined;
  return { [field]: direction === 'asc' ? { gt: value } : { lt: value } };
}
