// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';

/** The repository's root. */
export const root = join(import.meta.dirname, '..', '..');

/** What the tools fetch or start and keep from one run to the next; git does not see it. */
export const cache = join(root, '.cache');
