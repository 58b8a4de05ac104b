// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from './fields.js';

interface Condition {
  readonly attribute: string;
  readonly comparator: string;
  readonly caseSensitive: boolean;
  readonly value: string;
}

/**
 * What a list request asks for: `name=x` (exact) and `name__icontains=x` (`contains`, `startswith`, `endswith`, with
 * an `i` for "in either case"). Upstream's driver hints (keystone/server/flask/common.py). A repository may narrow its
 * query by `exact`; `apply` then decides over what came back.
 */
export class ListFilter {
  readonly #conditions: readonly Condition[];

  private constructor(conditions: readonly Condition[]) {
    this.#conditions = conditions;
  }

  static readonly none = new ListFilter([]);

  /** @param attributes - those that may be filtered by; other parameters are ignored, as upstream does. */
  static parse(query: URLSearchParams, attributes: readonly string[]): ListFilter {
    const conditions: Condition[] = [];
    for (const [key, value] of query) {
      if (attributes.includes(key)) {
        conditions.push({ attribute: key, comparator: 'equals', caseSensitive: true, value });
        continue;
      }
      const [attribute = '', suffix] = key.split('__', 2);
      if (suffix === undefined || !attributes.includes(attribute)) continue;
      const caseSensitive = !suffix.startsWith('i');
      conditions.push({ attribute, comparator: caseSensitive ? suffix : suffix.slice(1), caseSensitive, value });
    }
    return new ListFilter(conditions);
  }

  /** The value an attribute must have, if the request names exactly one. */
  exact(attribute: string): string | undefined {
    const found = this.#conditions.filter((one) => one.attribute === attribute && one.comparator === 'equals');
    return found.length === 1 ? found[0]?.value : undefined;
  }

  /** As `exact`, read as upstream reads truth: everything but `0`, `false`, `no` and the like. */
  exactBoolean(attribute: string): boolean | undefined {
    const value = this.exact(attribute);
    return value === undefined ? undefined : asBoolean(value);
  }

  /** Those of the answers' bodies that meet every condition. */
  apply<T extends JsonObject>(bodies: readonly T[]): T[] {
    return bodies.filter((body) => this.#conditions.every((condition) => meets(body[condition.attribute], condition)));
  }
}

function meets(actual: unknown, { comparator, caseSensitive, value }: Condition): boolean {
  if (comparator === 'equals') return typeof actual === 'boolean' ? actual === asBoolean(value) : actual === value;
  if (typeof actual !== 'string') return false;
  const [text, part] = caseSensitive ? [actual, value] : [actual.toLowerCase(), value.toLowerCase()];
  switch (comparator) {
    case 'contains':
      return text.includes(part);
    case 'startswith':
      return text.startsWith(part);
    case 'endswith':
      return text.endsWith(part);
    default:
      return true;
  }
}

/** Truth of a query parameter: an empty value is true, since naming a flag switches it on. */
export function asBoolean(value: string): boolean {
  return !['0', 'false', 'no', 'off', 'f', 'n'].includes(value.trim().toLowerCase());
}
