// SPDX-License-Identifier: Apache-2.0
import { declareOptions, type Option } from '@stackport/config';
import { databaseOptions } from '@stackport/database';

const shared = databaseOptions.options;

/** `[placement_database]`: oslo.db's options, which Placement reads in a section of its own. */
export const placementDatabaseOptions = declareOptions('placement_database', {
  connection: own(shared.connection),
  connection_parameters: own(shared.connection_parameters),
  connection_recycle_time: own(shared.connection_recycle_time),
  max_pool_size: own(shared.max_pool_size),
  max_overflow: own(shared.max_overflow),
  pool_timeout: own(shared.pool_timeout),
  max_retries: own(shared.max_retries),
  retry_interval: own(shared.retry_interval),
  mysql_sql_mode: own(shared.mysql_sql_mode),
  sqlite_synchronous: own(shared.sqlite_synchronous),
});

/** Without the names that the option has had in other sections. */
function own<V>(option: Option<V>): Option<V> {
  return { ...option, deprecated: [] };
}
