// SPDX-License-Identifier: Apache-2.0
import { times } from '@stackport/versioned-objects';

/** What every stored object has (nova 26, objects/base.py, NovaPersistentObject). */
export const stored = { ...times, deleted: 'boolean' } as const;

/** What objects of the API database have, whose rows are really deleted (NovaTimestampObject). */
export const timestamped = { created_at: 'time', updated_at: 'time' } as const;
