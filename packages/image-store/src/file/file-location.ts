// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { BadStoreUri } from '../errors.js';
import { type StoreLocation, validateSchemes } from '../location.js';

export interface FileLocation extends StoreLocation {
  /** Absolute, without dots. */
  readonly path: string;
}

/**
 * Reads `file:///path` and `filesystem:///path`. As upstream, nothing is percent-decoded.
 * @throws BadStoreUri
 */
export function parseFileLocation(uri: string): FileLocation {
  validateSchemes(uri, ['file://', 'filesystem://']);
  const separator = uri.indexOf('://');
  const path = uri.slice(separator + 3).trim();
  if (path === '') throw new BadStoreUri('No path specified in URI');
  if (!path.startsWith('/') || path.includes('\0')) throw new BadStoreUri({ uri });
  return { scheme: uri.slice(0, separator), uri, path: resolve(path) };
}

/** The URI under which an image file is recorded. */
export function fileUri(path: string): string {
  return `file://${path}`;
}
