// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';
import { HttpError } from '@stackport/wsgi';
import { pythonLiteral } from '../../../paging/python-literal.js';
import type { QueryFilters } from '../../../resource-filters/resource-filters.js';
import type { VolumeTypeFilters } from '../../../volume-types/volume-type-repository.js';

const COLUMNS: Readonly<Record<string, 'name' | 'description' | 'id' | 'qosSpecsId'>> = {
  name: 'name',
  description: 'description',
  id: 'id',
  qos_specs_id: 'qosSpecsId',
};

/**
 * The filters of a query as the domain has them, but for `is_public`, which has rules of its own.
 * @returns undefined where a filter is no column: nothing fits it then, as upstream has it
 */
export function typeFilters(filters: QueryFilters): VolumeTypeFilters | undefined {
  const result: { extraSpecs?: Record<string, string> } & Record<string, unknown> = {};
  for (const [name, value] of Object.entries(filters)) {
    if (name === 'is_public') continue;
    if (name === 'extra_specs') {
      result.extraSpecs = parseSpecs(value);
      continue;
    }
    const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
    if (column === undefined) return undefined;
    result[column] = value;
  }
  return result;
}

/** A dictionary in Python's or JSON's notation: `{'multiattach':'<is> True'}`. Throws `HttpError` 400 for what is none. */
export function parseSpecs(text: string): Record<string, string> {
  const literal = pythonLiteral(text);
  if (typeof literal !== 'object' || literal === null || Array.isArray(literal)) throw new HttpError(400);
  return Object.fromEntries(Object.entries(literal).map(([key, value]) => [key, pythonStr(value)]));
}
