// SPDX-License-Identifier: Apache-2.0
import { Invalid, InvalidInput } from '../errors/base.js';
import type { Prisma } from '../generated/mysql/client.js';
import { pythonLiteral, type Literal } from '../paging/python-literal.js';
import { hostConditions } from '../services/host-names.js';
import { BOOLEAN_COLUMNS, VOLUME_COLUMNS } from './volume-columns.js';

/** Operators of comparisons of times, by upstream's names. */
const OPERATORS = { gt: 'gt', gte: 'gte', eq: 'equals', neq: 'not', lt: 'lt', lte: 'lte' } as const;

/**
 * The condition that a list's filters stand for (upstream's check_volume_filters and _process_volume_filters).
 * @param filters - by column; `metadata` and `glance_metadata` are Python's dictionaries, `name~` and its like find a part
 * @param strict - whether flags must be true or false: from 3.2 on
 * @returns undefined where one names no column: then nothing fits
 * @throws InvalidInput, Invalid
 */
export function volumeConditions(
  filters: Readonly<Record<string, string>>,
  strict: boolean,
): Prisma.VolumeWhereInput | undefined {
  const conditions: Prisma.VolumeWhereInput[] = [];
  for (const [name, text] of Object.entries(filters)) {
    const condition = conditionOf(name, text, strict);
    if (condition === undefined) return undefined;
    conditions.push(...condition);
  }
  return { AND: conditions };
}

function conditionOf(name: string, text: string, strict: boolean): Prisma.VolumeWhereInput[] | undefined {
  if (name === 'metadata' || name === 'glance_metadata') return metadataConditions(name, pythonLiteral(text));
  if (name === 'host' || name === 'cluster_name') {
    const column = name === 'host' ? 'host' : 'clusterName';
    return text === '' ? [] : [{ OR: hostConditions(text).map((condition) => ({ [column]: condition })) }];
  }
  if (name === 'created_at' || name === 'updated_at') return timeConditions(name, text);
  const isPart = name.endsWith('~');
  const key = isPart ? name.slice(0, -1) : name;
  const column = Object.hasOwn(VOLUME_COLUMNS, key) ? VOLUME_COLUMNS[key] : undefined;
  if (column === undefined) return undefined;
  if (isPart) return isText(key) ? [{ [column]: { contains: text } }] : undefined;
  if (BOOLEAN_COLUMNS.includes(key)) return [{ [column]: booleanOf(key, text, strict) }];
  const value = key === 'display_name' ? text : pythonLiteral(text);
  const values = Array.isArray(value) ? value : [value];
  return [{ OR: values.map((one) => ({ [column]: columnValue(key, one) })) }];
}

function metadataConditions(name: string, value: Literal): Prisma.VolumeWhereInput[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([key, one]): Prisma.VolumeWhereInput => {
    const some = { some: { key, value: plain(one), deleted: false } };
    return name === 'glance_metadata'
      ? { glanceMetadata: some }
      : { OR: [{ metadata: some }, { adminMetadata: some }] };
  });
}

function plain(value: Literal): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `gt:<time>,lt:<time>`; all have to hold. */
function timeConditions(name: 'created_at' | 'updated_at', text: string): Prisma.VolumeWhereInput[] {
  return text.split(',').map((comparison) => {
    const [operator = '', ...rest] = comparison.split(':');
    if (!Object.hasOwn(OPERATORS, operator)) throw new Invalid(`Invalid ${operator} operator`);
    const time = rest.join(':');
    const at = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`);
    if (!/^\d{4}-\d\d-\d\d/.test(time) || Number.isNaN(at.getTime())) throw new Invalid(`Invalid ${time} value`);
    const column = name === 'created_at' ? 'createdAt' : 'updatedAt';
    return { [column]: { [OPERATORS[operator as keyof typeof OPERATORS]]: at } };
  });
}

function booleanOf(key: string, text: string, strict: boolean): boolean {
  const lower = text.trim().toLowerCase();
  if (!strict) return !['False', 'false', 'FALSE', ''].includes(text);
  if (['1', 't', 'true', 'on', 'y', 'yes'].includes(lower)) return true;
  if (['0', 'f', 'false', 'off', 'n', 'no'].includes(lower)) return false;
  throw new InvalidInput(`'${key} = ${text}'`);
}

function columnValue(key: string, value: Literal): unknown {
  if (value === null) return null;
  if (key === 'size') {
    const size = Number(value);
    // What is no number is no volume's size.
    return Number.isSafeInteger(size) ? size : -1;
  }
  if (!isText(key)) return new Date(0);
  return plain(value);
}

function isText(key: string): boolean {
  return key !== 'size' && !key.endsWith('_at') && !BOOLEAN_COLUMNS.includes(key);
}
