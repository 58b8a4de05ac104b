// SPDX-License-Identifier: Apache-2.0
import type { HostState } from '../hosts/host-state.js';
import { hintOf } from '../schedule-request.js';
import type { HostFilter } from './host-filter.js';

type Comparison = (first: never, other: never) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': (first: unknown, other: unknown) => first === other,
  '<': (first: number, other: number) => first < other,
  '>': (first: number, other: number) => first > other,
  '<=': (first: number, other: number) => first <= other,
  '>=': (first: number, other: number) => first >= other,
};

/** Hosts that fit the query in the hint `query`: `["and", [">=", "$free_ram_mb", 1024], …]`. */
export const jsonFilter: HostFilter = {
  name: 'JsonFilter',
  passes(host, request) {
    const query = hintOf(request, 'query');
    if (typeof query !== 'string' || query === '') return true;
    try {
      return truth(evaluate(JSON.parse(query) as unknown, host));
    } catch {
      // What is no query fits nowhere.
      return false;
    }
  },
};

function evaluate(query: unknown, host: HostState): unknown {
  if (!Array.isArray(query)) return typeof query === 'string' ? text(query, host) : query;
  const [name, ...operands] = query as unknown[];
  if (query.length === 0) return true;
  const values = operands
    .map((operand) => evaluate(operand, host))
    .filter((value) => value !== undefined && value !== null);
  switch (name) {
    case 'and':
      return values.every(truth);
    case 'or':
      return values.some(truth);
    case 'not':
      return values.map((value) => !truth(value));
    case 'in':
      return values.length > 1 && values.slice(1).some((value) => value === values[0]);
    default: {
      const compare = Object.hasOwn(COMPARISONS, String(name)) ? COMPARISONS[String(name)] : undefined;
      if (compare === undefined) throw new SyntaxError(`${String(name)} is no operator`);
      return values.length > 1 && values.slice(1).every((value) => compare(values[0] as never, value as never));
    }
  }
}

/** `$free_ram_mb`, `$service.disabled`; other texts are themselves, and an empty one is nothing. */
function text(given: string, host: HostState): unknown {
  if (!given.startsWith('$')) return given === '' ? undefined : given;
  let value: unknown = host.attributes();
  for (const key of given.slice(1).split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function truth(value: unknown): boolean {
  return Array.isArray(value) ? value.some(truth) : Boolean(value);
}
