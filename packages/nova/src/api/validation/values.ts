// SPDX-License-Identifier: Apache-2.0
import { OutOfBounds } from '../../errors/api.js';

const TRUE = ['1', 't', 'true', 'on', 'y', 'yes'];
const FALSE = ['0', 'f', 'false', 'off', 'n', 'no'];

/** What oslo.utils takes for true and false, whatever the case; undefined for anything else. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).trim().toLowerCase();
  if (TRUE.includes(text)) return true;
  return FALSE.includes(text) ? false : undefined;
}

/** An integer of a path or a query. Throws OutOfBounds in upstream's words (nova/utils.py, validate_integer). */
export function integerOf(value: string, name: string, { min, max }: { min?: number; max?: number } = {}): number {
  if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new OutOfBounds(`${name} must be an integer`);
  const number = Number(value);
  if (min !== undefined && number < min) throw new OutOfBounds(`${name} must be >= ${min}`);
  if (max !== undefined && number > max) throw new OutOfBounds(`${name} must be <= ${max}`);
  return number;
}

/** Throws OutOfBounds for a text of fewer or more characters (nova/utils.py, check_string_length). */
export function checkLength(value: string, name: string, { min = 0, max }: { min?: number; max?: number }): void {
  const length = Array.from(value).length;
  if (length < min) throw new OutOfBounds(`${name} has ${length} characters, less than ${min}.`);
  if (max !== undefined && length > max) throw new OutOfBounds(`${name} has ${length} characters, more than ${max}.`);
}
