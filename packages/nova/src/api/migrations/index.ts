// SPDX-License-Identifier: Apache-2.0
import { ListMigrations } from './list-migrations.js';

export const migrationControllers = [ListMigrations];
