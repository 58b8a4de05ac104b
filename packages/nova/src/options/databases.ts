// SPDX-License-Identifier: Apache-2.0
import { declareOptions } from '@stackport/config';
import { databaseOptions } from '@stackport/database';

/** `[api_database]`: as `[database]`, which is that of the cell. */
export const apiDatabaseOptions = declareOptions('api_database', databaseOptions.options);
