// SPDX-License-Identifier: Apache-2.0
import type { SortKey } from '@stackport/database';
import { sortOrder, type Page } from './page.js';

export type { Page } from './page.js';

/** Columns that are never null in the tables of this service. */
const ALWAYS_SET = ['id', 'volumeId'];

/**
 * The order of a list that the database sorts and cuts. Throws `InvalidInput` as `sortOrder` does.
 * @param columns - field of the row by the name that users sort by; `created_at` and `id` are among them
 */
export function readOrder(page: Page, columns: Readonly<Record<string, string>>): SortKey[] {
  return sortOrder(page, columns).flatMap((key) =>
    Object.entries(key).map(([field, direction]) => ({ field, direction, nullable: !ALWAYS_SET.includes(field) })),
  );
}
