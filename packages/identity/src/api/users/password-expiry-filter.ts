// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../../common/fields.js';
import { parseTime } from '../../common/timestamps.js';
import { ValidationError } from '../../errors.js';

const OPERATORS: Record<string, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  eq: (a, b) => a === b,
  neq: (a, b) => a !== b,
};

/** `?password_expires_at=lt:2026-01-31T12:00:00Z`: users whose password stops being good then. Throws `ValidationError`. */
export function byPasswordExpiry(query: URLSearchParams, users: readonly JsonObject[]): readonly JsonObject[] {
  const value = query.get('password_expires_at');
  if (value === null) return users;
  const [, operator = 'eq', time = value] = /^([a-z]{2,3}):(.*)$/s.exec(value) ?? [];
  const wanted = parseTime(time).getTime();
  const compare = OPERATORS[operator];
  if (compare === undefined)
    throw new ValidationError(
      `The given operator ${operator} is not valid. It must be one of the following: 'eq', 'neq', 'lt', 'lte', 'gt', or 'gte'.`,
    );
  return users.filter(
    ({ password_expires_at: expires }) => typeof expires === 'string' && compare(Date.parse(expires), wanted),
  );
}
