// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation } from '@stackport/database';
import { Conflict } from '../errors.js';

/** Runs what stores something; a name or id that another row has becomes `Conflict` with upstream's words for it. */
export async function whenTaken<T>(type: string, details: string, store: () => Promise<T>): Promise<T> {
  try {
    return await store();
  } catch (error) {
    if (isUniqueViolation(error)) throw new Conflict(type, details);
    throw error;
  }
}

/** What upstream says of a name that is taken: with the domain, where the request named it (keystone/common/sql/core.py). */
export function duplicateName(name: string | undefined, domainId: string | null | undefined): string {
  const named = name === undefined ? 'Duplicate entry' : `Duplicate entry found with name ${name}`;
  return domainId == null ? named : `${named} at domain ID ${domainId}`;
}
