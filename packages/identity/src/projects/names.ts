// SPDX-License-Identifier: Apache-2.0
import { ValidationError } from '../errors.js';

// RFC 3986, 2.2: what has a meaning of its own in a URL.
const RESERVED_CHARACTER = /[:/?#[\]@!$&'()*+,;=]/;
const RESERVED_CHARACTERS = /[:/?#[\]@!$&'()*+,;=]/g;

export function hasReservedCharacters(name: string): boolean {
  return RESERVED_CHARACTER.test(name);
}

/** Throws `ValidationError` for a name with reserved characters, where `project_name_url_safe` forbids them. */
export function assertUrlSafe(entity: 'Project' | 'Domain', name: string, option: 'off' | 'new' | 'strict'): void {
  if (option === 'off' || !hasReservedCharacters(name)) return;
  const found = [...new Set(name.match(RESERVED_CHARACTERS))].join('');
  throw new ValidationError(`${entity} name cannot contain the following reserved characters: ${found}`);
}
