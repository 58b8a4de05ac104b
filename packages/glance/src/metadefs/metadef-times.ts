// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';

/** Both times of a row that is written now. */
export function newTimes(): { readonly createdAt: Date; readonly updatedAt: Date } {
  const createdAt = now();
  return { createdAt, updatedAt: createdAt };
}
