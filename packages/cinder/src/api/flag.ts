// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import { InvalidParameterValue } from '../errors/base.js';

const TRUE = ['1', 't', 'true', 'on', 'y', 'yes'];
const FALSE = ['0', 'f', 'false', 'off', 'n', 'no'];

/** What oslo.utils takes for true and false, whatever the case; undefined for anything else. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).trim().toLowerCase();
  if (TRUE.includes(text)) return true;
  return FALSE.includes(text) ? false : undefined;
}

/** A flag of the query. Throws InvalidParameterValue for what is none. @returns false where it is not there */
export function queryFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  if (value === null) return false;
  const flag = flagOf(value);
  if (flag === undefined)
    throw new InvalidParameterValue(`Value '${value}' is not a valid boolean value for the parameter '${name}'.`);
  return flag;
}

/**
 * The filter `is_public` of lists of types. Throws `HttpError` 400.
 * @returns undefined for both kinds
 */
export function isPublicFilter(value: string | null | undefined): boolean | undefined {
  if (value === null || value === undefined) return true;
  if (value.toLowerCase() === 'none') return undefined;
  const flag = flagOf(value);
  if (flag === undefined) throw new HttpError(400, `Invalid is_public filter [${value}]`);
  return flag;
}
