// SPDX-License-Identifier: Apache-2.0
import { OptionValueError } from '../errors.js';
import { pythonStr } from '../python-text.js';
import type { ValueType } from './value-type.js';

/**
 * oslo_config.types.List: items between commas. An item that its type refuses is tried again together with what
 * follows the next comma, so that a quoted item may hold commas.
 * @param bounds - the whole stands in `[` and `]`.
 */
export function listType<V>(items: ValueType<V>, bounds = false): ValueType<readonly V[]> {
  const one = (value: unknown): V => {
    const converted = items.convert(value);
    if (converted === undefined) throw new OptionValueError('A list item should not be empty');
    return converted;
  };
  return {
    typeName: 'list value',
    allowed: `a list${bounds ? ' in [ ]' : ''}, separated by commas, of items each ${items.allowed}`,
    convert(value) {
      if (Array.isArray(value)) return value.map(one);
      let text = pythonStr(value).trim().replace(/,+$/, '');
      if (bounds) text = within(text, '[', ']');
      if (text === '') return [];
      const result: V[] = [];
      const parts = text.split(',');
      while (parts.length > 0) result.push(joinUntilValid(parts, (part) => one(part.trim())));
      return result;
    },
    format: (value) =>
      bounds
        ? `[${value.map((item) => items.format(item)).join(',')}]`
        : value.map((item) => items.format(item)).join(','),
  };
}

/**
 * oslo_config.types.Dict: `key:value` pairs between commas; a comma may be part of a value when its type says so.
 * @param bounds - the whole stands in `{` and `}`.
 */
export function dictType<V>(values: ValueType<V>, bounds = false): ValueType<Readonly<Record<string, V>>> {
  return {
    typeName: 'dict value',
    allowed: `key:value pairs${bounds ? ' in { }' : ''}, separated by commas, each value ${values.allowed}`,
    convert(value) {
      if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, V>>;
      let text = pythonStr(value).trim();
      if (bounds) text = within(text, '{', '}');
      if (text === '') return {};
      const result = new Map<string, V>();
      const parts = text.split(',');
      while (parts.length > 0) {
        const [key, item] = joinUntilValid(parts, (part) => pair(part, values));
        if (key === '') throw new OptionValueError('Key name should not be empty');
        if (result.has(key)) throw new OptionValueError(`Duplicate key ${key}`);
        result.set(key, item);
      }
      return Object.fromEntries(result);
    },
    format: (value) =>
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${key}:${values.format(item)}`)
        .join(','),
  };
}

function pair<V>(text: string, values: ValueType<V>): readonly [string, V] {
  const colon = text.indexOf(':');
  if (colon < 0) throw new OptionValueError('Value should be NAME:VALUE pairs separated by ","');
  const value = values.convert(text.slice(colon + 1).trim());
  if (value === undefined) throw new OptionValueError('A value should not be empty');
  return [text.slice(0, colon).trim(), value];
}

/** Takes parts off the front, joined by commas, until `accept` has no objection; its last one is thrown. */
function joinUntilValid<T>(parts: string[], accept: (text: string) => T): T {
  let text = parts.shift() ?? '';
  for (;;) {
    try {
      return accept(text);
    } catch (error) {
      const next = parts.shift();
      if (!(error instanceof OptionValueError) || next === undefined) throw error;
      text += `,${next}`;
    }
  }
}

function within(text: string, open: string, close: string): string {
  if (!text.startsWith(open)) throw new OptionValueError(`Value should start with "${open}"`);
  if (!text.endsWith(close)) throw new OptionValueError(`Value should end with "${close}"`);
  return text.slice(1, -1);
}
