// SPDX-License-Identifier: Apache-2.0
import { Invalid } from './errors.js';

/**
 * Refuses characters beyond Unicode's basic plane, which upstream's columns (MySQL's utf8) cannot hold. As upstream
 * (common/utils.py, no_4byte_params), texts within lists are not looked at: those are stored as ASCII.
 *
 * @param deed - what is being done, for the message: `create metadata object`.
 * @throws Invalid that names the first attribute with such a character.
 */
export function requireNarrow(deed: string, ...records: readonly object[]): void {
  for (const record of records)
    for (const [name, value] of Object.entries(record)) {
      if (isRecord(value)) requireNarrow(deed, value);
      else if (typeof value === 'string' && isWide(value))
        throw new Invalid(`Couldn't ${deed}: ${titled(name)} can't contain 4 byte unicode characters.`);
    }
}

/**
 * Refuses wide characters in an image's attributes, properties and tags, in upstream's words.
 * @throws Invalid
 */
export function requireNarrowImage(
  attributes: object,
  properties: Readonly<Record<string, unknown>>,
  tags: readonly string[],
): void {
  for (const [name, value] of [...Object.entries(attributes), ...Object.entries(properties)]) {
    if (isWide(name)) throw new Invalid("Property names can't contain 4 byte unicode.");
    if (typeof value === 'string' && isWide(value))
      throw new Invalid(`${titled(name)} can't contain 4 byte unicode characters.`);
  }
  if (tags.some(isWide)) throw new Invalid("Param values can't contain 4 byte unicode.");
}

/** JSON in ASCII alone, as Python writes it into the tables. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether a text has such a character. No stored name has: MySQL does not even compare its columns with one. */
export function isWide(text: string): boolean {
  return /[\u{10000}-\u{10ffff}]/u.test(text);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `display_name` or `displayName` as `Display_Name`. */
function titled(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/(^|[^A-Za-z])([a-z])/g, (_all, before: string, letter: string) => before + letter.toUpperCase());
}
