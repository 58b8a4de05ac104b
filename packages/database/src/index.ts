// SPDX-License-Identifier: Apache-2.0
export * from './compare-and-swap.js';
export * from './database.js';
export * from './errors.js';
export { readMigrations, type Migration } from './migrations/read.js';
export type { DatabaseOwner } from './migrations/runner.js';
export * from './options.js';
export * from './paging.js';
export type { ColumnKind, RawParameter, RawQuery, RawRow } from './raw-query.js';
export * from './settings.js';
export * from './time.js';
export * from './url.js';
