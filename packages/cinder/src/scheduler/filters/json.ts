// SPDX-License-Identifier: Apache-2.0
import type { PoolState } from '../pool-state.js';
import type { PoolFilter } from './pool-filter.js';

/** Anything that JSON has, and what is not there. */
type Value = unknown;
type Comparison = (first: never, other: never) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': (first: Value, other: Value) => first === other,
  '<': (first: number, other: number) => first < other,
  '>': (first: number, other: number) => first > other,
  '<=': (first: number, other: number) => first <= other,
  '>=': (first: number, other: number) => first >= other,
};

/** Pools that fit the query in the hint `query`: `["and", [">=", "$free_capacity_gb", 100], …]`. */
export const jsonFilter: PoolFilter = {
  name: 'JsonFilter',
  passes(pool, { hints }) {
    const { query } = hints;
    if (typeof query !== 'string' || query === '') return true;
    try {
      return truth(evaluate(JSON.parse(query) as Value, pool));
    } catch {
      // What is no query fits nowhere.
      return false;
    }
  },
};

function evaluate(query: Value, pool: PoolState): Value {
  if (!Array.isArray(query)) return typeof query === 'string' && query.startsWith('$') ? variable(query, pool) : query;
  const [name, ...operands] = query as [unknown, ...unknown[]];
  if (query.length === 0) return true;
  const values = operands.map((operand) => evaluate(operand, pool)).filter((value) => value !== undefined);
  switch (name) {
    case 'and':
      return values.every(truth);
    case 'or':
      return values.some(truth);
    case 'not':
      return values.map((value) => !truth(value));
    case 'in':
      return values.length > 0 && values.slice(1).some((value) => value === values[0]);
    default: {
      const compare = COMPARISONS[String(name)];
      if (compare === undefined) throw new SyntaxError(`${String(name)} is no operator`);
      if (values.length < 2) return false;
      return values.slice(1).every((value) => compare(values[0] as never, value as never));
    }
  }
}

/** `$free_capacity_gb`, `$capabilities.x.y`, `$service.host`. */
function variable(text: string, pool: PoolState): Value {
  const path = text.slice(1).split('.');
  const known: Record<string, unknown> = {
    host: pool.host,
    free_capacity_gb: pool.free,
    total_capacity_gb: pool.total,
    allocated_capacity_gb: pool.allocated,
    provisioned_capacity_gb: pool.provisioned,
    reserved_percentage: pool.reservedPercentage,
    service: pool.service,
    capabilities: pool.capabilities,
    ...pool.capabilities,
  };
  let value: unknown = known;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function truth(value: Value): boolean {
  return Array.isArray(value) ? value.some(truth) : Boolean(value);
}
