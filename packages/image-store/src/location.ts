// SPDX-License-Identifier: Apache-2.0
import { BackendException, BadStoreUri } from './errors.js';

/** A parsed storage URI; a driver's own locations add what it needs. May hold credentials: never shown to users. */
export interface StoreLocation {
  readonly scheme: string;
  readonly uri: string;
}

/** What is kept beside a location's URL: strings, and lists and objects of them. */
export type LocationMetadata = Readonly<Record<string, unknown>>;

/** The scheme of a URI in lower case; `''` where there is none, as Python's urlparse. */
export function schemeOf(uri: string): string {
  return (/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1] ?? '').toLowerCase();
}

/**
 * @throws BadStoreUri unless the URI begins, letter by letter, with one of `prefixes`.
 */
export function validateSchemes(uri: string, prefixes: readonly string[]): void {
  if (prefixes.some((prefix) => uri.startsWith(prefix))) return;
  throw new BadStoreUri(`Location URI must start with one of the following schemas: ${prefixes.join(', ')}`);
}

/**
 * A client may give metadata with a location.
 * @throws BackendException for a value that is no string, list or object.
 */
export function checkLocationMetadata(value: unknown, key = ''): void {
  if (typeof value === 'string') return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => checkLocationMetadata(item, `${key}[${index}]`));
    return;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) checkLocationMetadata(item, name);
    return;
  }
  throw new BackendException(
    `The image metadata key ${key} has an invalid type of ${value === null ? 'null' : typeof value}. ` +
      'Only dict, list, and unicode are supported.',
  );
}
