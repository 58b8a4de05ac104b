// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../errors.js';
import { isWide } from '../narrow-text.js';
import type { Prisma } from '../generated/mysql/client.js';

/** What a list of images may be narrowed by; the values are as the client wrote them. */
export interface ImageFilters {
  readonly visibility?: string;
  readonly memberStatus: string;
  readonly osHidden: boolean;
  readonly protected?: boolean;
  readonly tags: readonly string[];
  /** Any other parameter of the query: an attribute of the image, or one of its properties. */
  readonly others: Readonly<Record<string, string>>;
}

type Where = Prisma.ImageWhereInput;

/** Attributes compared for equality, by the wire's names, and how their text is read. */
const EQUAL: Readonly<Record<string, (value: string) => Where>> = {
  checksum: (checksum) => ({ checksum }),
  os_hash_value: (osHashValue) => ({ osHashValue }),
  os_hash_algo: (osHashAlgo) => ({ osHashAlgo }),
  owner: (owner) => ({ owner }),
  min_disk: (value) => ({ minDisk: integer(value) }),
  min_ram: (value) => ({ minRam: integer(value) }),
  size: (value) => ({ size: bigInteger(value) }),
  virtual_size: (value) => ({ virtualSize: bigInteger(value) }),
};

/** Attributes that also take `in:` with a list. */
const TEXT = {
  name: 'name',
  id: 'id',
  status: 'status',
  container_format: 'containerFormat',
  disk_format: 'diskFormat',
} as const;
const RANGE = { size: 'size', virtual_size: 'virtualSize', min_disk: 'minDisk', min_ram: 'minRam' } as const;
const TIME = { created_at: 'createdAt', updated_at: 'updatedAt' } as const;
const OPERATORS = { eq: 'equals', neq: 'not', gt: 'gt', gte: 'gte', lt: 'lt', lte: 'lte' } as const;

/**
 * The condition for the images that the caller sees and that the filters leave (upstream's db/sqlalchemy/api.py,
 * image_get_all). Throws `Invalid` for a filter that cannot be read.
 */
export function imagesWhere(context: RequestContext, filters: ImageFilters): Where {
  const texts = [...filters.tags, ...Object.entries(filters.others).flat()];
  if (texts.some(isWide)) throw new Invalid("Param values can't contain 4 byte unicode.");
  const conditions: Where[] = [
    { deleted: false, status: { not: 'killed' }, osHidden: filters.osHidden },
    ...visibleTo(context, filters.memberStatus),
    ...ofVisibility(context, filters.visibility),
    ...filters.tags.map((value): Where => ({ tags: { some: { value, deleted: false } } })),
    ...Object.entries(filters.others).map(([name, value]) => byAttribute(name, value)),
  ];
  if (filters.protected !== undefined) conditions.push({ protected: filters.protected });
  return { AND: conditions };
}

function visibleTo(context: RequestContext, memberStatus: string): Where[] {
  if (context.isAdmin) return [];
  const seen: Where[] = [{ visibility: { in: ['public', 'community'] } }];
  const owner = context.projectId;
  if (owner !== undefined) {
    const membership = { deleted: false, member: owner, ...(memberStatus === 'all' ? {} : { status: memberStatus }) };
    seen.push({ owner }, { visibility: 'shared', members: { some: membership } });
  }
  return [{ OR: seen }];
}

function ofVisibility(context: RequestContext, visibility: string | undefined): Where[] {
  if (visibility === 'all') return [];
  if (visibility !== undefined) return [{ visibility: visibility as 'public' }];
  const owner = context.projectId;
  return owner === undefined
    ? [{ visibility: { not: 'community' } }]
    : [{ OR: [{ owner }, { visibility: { not: 'community' } }] }];
}

function byAttribute(name: string, value: string): Where {
  const bound = /^(.+)_(min|max)$/.exec(name);
  if (bound !== null) {
    if (!/^[+-]?\d+$/.test(value.trim())) throw new Invalid('Unable to filter on a range with a non-numeric value.');
    const [, attribute = '', end] = bound;
    // Upstream fails (500) on a range of what has none; we say what is wrong.
    if (!Object.hasOwn(RANGE, attribute)) throw new Invalid(`Unable to filter on a range of '${attribute}'.`);
    const column = RANGE[attribute as keyof typeof RANGE];
    return { [column]: { [end === 'min' ? 'gte' : 'lte']: bounded(value, column) } };
  }
  if (Object.hasOwn(TIME, name)) return byTime(name as keyof typeof TIME, value);
  if (Object.hasOwn(TEXT, name)) return byText(TEXT[name as keyof typeof TEXT], value);
  const equal = Object.hasOwn(EQUAL, name) ? EQUAL[name] : undefined;
  return equal?.(value) ?? { properties: { some: { name, value, deleted: false } } };
}

function byText(column: (typeof TEXT)[keyof typeof TEXT], text: string): Where {
  const [operator, value] = splitOperator(text);
  if (operator === 'in') return { [column]: { in: splitQuoted(value) } };
  if (operator === 'eq') return { [column]: value };
  throw new Invalid(`Unable to filter by unknown operator '${operator}'.`);
}

function byTime(name: keyof typeof TIME, text: string): Where {
  const [operator, value] = splitOperator(text);
  const iso = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i.test(value);
  const time = new Date(/:.*(Z|[+-]\d{2}:?\d{2})$/i.test(value) || !/[T ]/.test(value) ? value : `${value}Z`);
  if (!iso || Number.isNaN(time.getTime()))
    throw new Invalid(`Bad "${name}" query filter format. Use ISO 8601 DateTime notation.`);
  if (!Object.hasOwn(OPERATORS, operator)) throw new Invalid(`Unable to filter on a unknown operator.`);
  return { [TIME[name]]: { [OPERATORS[operator as keyof typeof OPERATORS]]: time } };
}

/** `gt:2026-01-01` as operator and value; equality where no operator stands before the colon (oslo's split_filter_op). */
function splitOperator(text: string): [string, string] {
  const [left, right] = /^([^:]*):(.*)$/s.exec(text)?.slice(1) ?? [];
  if (left === undefined || right === undefined) return ['eq', text];
  // A time holds colons of its own.
  return /^\d{4}-\d{2}/.test(left) && Number.isFinite(Date.parse(text)) ? ['eq', text] : [left, right];
}

/** `a,"b,c"` as `a` and `b,c`. Throws `Invalid` for a quote that is not closed or has no comma beside it. */
function splitQuoted(text: string): string[] {
  let open = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '"' || text[i - 1] === '\\') continue;
    if (!open && i > 0 && text[i - 1] !== ',')
      throw badQuotes(text, 'There is no comma before opening quotation mark.');
    if (open && i + 1 < text.length && text[i + 1] !== ',')
      throw badQuotes(text, 'There is no comma after closing quotation mark.');
    open = !open;
  }
  if (open) throw badQuotes(text, 'The quote is not closed.');
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)",?|([^,]+),?|,/g)].map((match) => match[1] ?? match[2] ?? '');
}

function badQuotes(text: string, why: string): Invalid {
  return new Invalid(`Invalid filter value ${text}. ${why}`);
}

const INT_MAX = 2_147_483_647;

/** A number within the column's range: a bound beyond it is as good as its end. */
function bounded(text: string, column: string): number {
  const value = Number(text.trim());
  return column.startsWith('min') ? Math.min(INT_MAX, Math.max(-INT_MAX, value)) : value;
}

/** A number to compare for equality; what cannot be in the column (no number, too large) matches nothing. */
function integer(text: string): number {
  const value = Number(text.trim());
  return Number.isInteger(value) && Math.abs(value) <= INT_MAX ? value : -INT_MAX;
}

/** As `integer`, for the columns of 64 bits. */
function bigInteger(text: string): number {
  const value = Number(text.trim());
  return Number.isSafeInteger(value) ? value : -INT_MAX;
}
