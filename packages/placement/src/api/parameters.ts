// SPDX-License-Identifier: Apache-2.0
// Parameters of queries that have a form of their own, as placement 8.0 reads them (util.py).
import { pythonRepr } from '@stackport/config';
import { Fault } from './fault.js';
import type { Query } from './query.js';
import { isUuidLike } from './schemas/common.js';

/** Sets of which one of each has to be there, and what must not be there. */
export interface Wanted {
  readonly required: readonly ReadonlySet<string>[];
  readonly forbidden: ReadonlySet<string>;
}

const INVALID = 'Invalid query string parameters: ';
const FORBIDDEN_TRAITS = 1022;
const SEVERAL_AGGREGATES = 1024;
const FORBIDDEN_AGGREGATES = 1032;
const ANY_TRAITS = 1039;

/** `VCPU:2,MEMORY_MB:1024`: amounts by resource class. Throws Fault 400. */
export function parseResources(text: string): ReadonlyMap<string, number> {
  const expected =
    'Badly formed resources parameter. Expected resources query string parameter in form: ' +
    '?resources=VCPU:2,MEMORY_MB:1024. Got: ';
  if (text.trim() === '') throw new Fault(400, `${expected}empty string.`);
  const amounts = new Map<string, number>();
  for (const part of text.split(',')) {
    const [name, amount, ...more] = part.split(':');
    if (name === undefined || amount === undefined || more.length > 0) throw new Fault(400, `${expected}${part}.`);
    if (!/^\s*[+-]?\d+(?:_\d+)*\s*$/.test(amount))
      throw new Fault(400, `Requested resource ${name} expected positive integer amount. Got: ${amount}.`);
    const number = Number(amount.replaceAll('_', ''));
    if (number < 1) throw new Fault(400, `Requested resource ${name} requires amount >= 1. Got: ${number}.`);
    amounts.set(name, number);
  }
  return amounts;
}

/** `required`, with a group's suffix: of several only the last counts before 1.39. Throws Fault 400. */
export function parseTraits(query: Query, suffix: string, version: number): Wanted {
  const values = query.all(`required${suffix}`);
  const parts = (version < ANY_TRAITS ? values.slice(-1) : values).map((value) => parseTraitList(value, version));
  return {
    required: parts.flatMap(({ required }) => required),
    forbidden: new Set(parts.flatMap(({ forbidden }) => [...forbidden])),
  };
}

/** One value of `required`: traits, with `!` before those that must not be there, or `in:` before all. Throws Fault 400. */
export function parseTraitList(value: string, version: number): Wanted {
  if (value.startsWith('in:')) return { required: [parseAnyTraits(value, version)], forbidden: new Set() };
  const all = value.split(',').map((name) => name.trim());
  const forbidden = all.filter((name) => name.startsWith('!')).map((name) => name.replace(/^!+/, ''));
  const mayForbid = version >= FORBIDDEN_TRAITS;
  const form = `HW_CPU_X86_VMX,${mayForbid ? '!' : ''}CUSTOM_MAGIC`;
  const expected = `${INVALID}Expected 'required' parameter value of the form: `;
  if ([...all, ...forbidden].includes('')) throw new Fault(400, `${expected}${form}. Got an empty trait in: ${value}`);
  if (forbidden.length > 0 && !mayForbid) throw new Fault(400, `${expected}HW_CPU_X86_VMX,CUSTOM_MAGIC. Got: ${value}`);
  return {
    required: all.filter((name) => !name.startsWith('!')).map((name) => new Set([name])),
    forbidden: new Set(forbidden),
  };
}

function parseAnyTraits(value: string, version: number): ReadonlySet<string> {
  const form = "The format 'in:HW_CPU_X86_VMX,CUSTOM_MAGIC'";
  if (version < ANY_TRAITS)
    throw new Fault(400, `${INVALID}${form} only supported since microversion 1.39. Got: ${value}`);
  const names = value
    .slice('in:'.length)
    .split(',')
    .map((name) => name.trim());
  if (names.includes(''))
    throw new Fault(
      400,
      `${INVALID}Expected 'required' parameter value of the form: in:HW_CPU_X86_VMX,CUSTOM_MAGIC. ` +
        `Got an empty trait in: ${value}`,
    );
  if (names.some((name) => name.startsWith('!')))
    throw new Fault(400, `${INVALID}${form} does not support forbidden traits. Got: ${value}`);
  return new Set(names);
}

/** `member_of`, with a group's suffix. Throws Fault 400. */
export function parseAggregates(query: Query, suffix: string, version: number): Wanted {
  const values = query.all(`member_of${suffix}`);
  if (version < SEVERAL_AGGREGATES && values.length > 1)
    throw new Fault(400, `Multiple member_of${suffix} parameters are not supported`);
  const required: ReadonlySet<string>[] = [];
  const forbidden = new Set<string>();
  for (const value of values) {
    const { isForbidden, uuids } = parseAggregate(value);
    if (!isForbidden) required.push(new Set(uuids));
    else if (version < FORBIDDEN_AGGREGATES)
      throw new Fault(400, `Forbidden member_of${suffix} parameters are not supported in the specified microversion`);
    else for (const uuid of uuids) forbidden.add(uuid);
  }
  return { required, forbidden };
}

function parseAggregate(value: string): { readonly isForbidden: boolean; readonly uuids: readonly string[] } {
  if (value.includes(',') && !/^!?in:/.test(value))
    throw new Fault(
      400,
      "Multiple values for 'member_of' must be prefixed with the 'in:' or '!in:' keyword using the valid " +
        `microversion. Got: ${value}`,
    );
  const isForbidden = value.startsWith('!');
  const bare = isForbidden ? value.slice(1) : value;
  const uuids = bare.startsWith('in:') ? bare.slice('in:'.length).split(',') : [bare];
  const wrong = uuids.find((uuid) => !isUuidLike(uuid));
  if (wrong !== undefined)
    throw new Fault(400, `${INVALID}Expected 'member_of' parameter to contain valid UUID(s). Got: ${wrong}`);
  return { isForbidden, uuids };
}

/** `in_tree` of a group. Throws Fault 400. */
export function parseInTree(value: string): string {
  const uuid = value.trim();
  if (!isUuidLike(uuid))
    throw new Fault(400, `${INVALID}Expected 'in_tree' parameter to be a format of uuid. Got: ${value}`);
  return uuid;
}

/** A list as Python shows it. */
export function shownList(values: readonly string[]): string {
  return pythonRepr(values);
}
