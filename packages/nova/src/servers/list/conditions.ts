// SPDX-License-Identifier: Apache-2.0
import { Prisma as CellPrisma, type Prisma } from '../../generated/cell/mysql/client.js';
import { vmStates } from '../../instances/states.js';
import { columnsOf, valuesOf } from '../../rows.js';
import type { TagRepository } from '../tags/tag-repository.js';
import type { ServerQuery, TagFilter } from './server-query.js';
import { TextExpression } from './text-expression.js';

type Where = Prisma.InstanceWhereInput;

/** Columns of servers by their names in the database. */
export const INSTANCE_COLUMNS: ReadonlySet<string> = new Set(
  Object.keys(valuesOf<object>(CellPrisma.InstanceScalarFieldEnum)),
);

/** Columns of text, which the database can search. */
const TEXT: ReadonlySet<string> = new Set([
  'access_ip_v4',
  'access_ip_v6',
  'availability_zone',
  'config_drive',
  'display_description',
  'display_name',
  'hostname',
  'kernel_id',
  'key_name',
  'node',
  'ramdisk_id',
  'reservation_id',
  'root_device_name',
]);

/** Without a character that is special to an expression or to LIKE. */
const PLAIN = /^[\p{L}\p{N} -]+$/u;

/** Filters that the database applies, but for tags. */
export function conditionsOf(query: ServerQuery): Where {
  return {
    AND: [
      // Those of a move between cells that is under way.
      { OR: [{ hidden: false }, { hidden: null }] },
      ...deletedConditions(query),
      ...Object.entries(query.exact).map(([column, value]) => exactCondition(column, value)),
      ...Object.entries(query.patterns)
        .filter(([column, pattern]) => isSearchable(column, pattern))
        .map(([column, pattern]) => columnsOf<Where>({ [column]: { contains: pattern } })),
      ...(query.changesSince === undefined ? [] : [{ updatedAt: { gte: query.changesSince } }]),
      ...(query.changesBefore === undefined ? [] : [{ updatedAt: { lte: query.changesBefore } }]),
    ],
  };
}

/** The expressions that are left to be looked at here, as no two engines read them alike. Throws `Invalid` for what is none. */
export function patternsLeft({ patterns }: ServerQuery): readonly (readonly [string, TextExpression])[] {
  return Object.entries(patterns)
    .filter(([column, pattern]) => INSTANCE_COLUMNS.has(column) && !isSearchable(column, pattern))
    .map(([column, pattern]) => [column, new TextExpression(pattern)] as const);
}

/** The text that an expression is compared with; undefined for no value, which fits nothing. */
export function comparedText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ');
  if (typeof value === 'boolean') return String(Number(value));
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** What the tags come to, once it is known who has them: undefined where they do not matter. */
export async function tagCondition(tags: TagRepository, filter: TagFilter): Promise<Where | undefined> {
  const { all, any, notAll, notAny } = filter;
  const wanted = [...new Set([all, any, notAll, notAny].flatMap((list) => list ?? []))];
  if (wanted.length === 0) return undefined;
  const holders = await tags.holders(wanted);
  const having = (tag: string): ReadonlySet<string> => holders.get(tag) ?? new Set();
  const common = (list: readonly string[]): string[] =>
    [...having(list[0] ?? '')].filter((uuid) => list.every((tag) => having(tag).has(uuid)));
  const joined = (list: readonly string[]): string[] => [...new Set(list.flatMap((tag) => [...having(tag)]))];
  return {
    AND: [
      ...(all === undefined ? [] : [{ uuid: { in: common(all) } }]),
      ...(any === undefined ? [] : [{ uuid: { in: joined(any) } }]),
      ...(notAll === undefined ? [] : [{ uuid: { notIn: common(notAll) } }]),
      ...(notAny === undefined ? [] : [{ uuid: { notIn: joined(notAny) } }]),
    ],
  };
}

function isSearchable(column: string, pattern: string): boolean {
  return TEXT.has(column) && PLAIN.test(pattern);
}

function deletedConditions({ deleted, softDeleted }: ServerQuery): Where[] {
  if (deleted === undefined) return [];
  if (!deleted) {
    const living: Where = { OR: [{ vmState: { not: vmStates.softDeleted } }, { vmState: null }] };
    return [{ deleted: 0 }, ...(softDeleted === true ? [] : [living])];
  }
  const gone: Where = { deleted: { not: 0 } };
  return [softDeleted === false ? gone : { OR: [gone, { vmState: vmStates.softDeleted }] }];
}

function exactCondition(column: string, value: unknown): Where {
  if (!Array.isArray(value)) return columnsOf<Where>({ [column]: value });
  return columnsOf<Where>({ [column]: { in: value as readonly unknown[] } });
}
