// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option, type RecognizedNames, type Values } from '@stackport/config';
import { defaultSettings, type DatabaseSettings } from './settings.js';

/** `[database]`: what of oslo.db's options is honoured. */
export const databaseOptions = declareOptions('database', {
  connection: option.string({
    secret: true,
    deprecated: [
      { group: 'DEFAULT', name: 'sql_connection' },
      { group: 'DATABASE', name: 'sql_connection' },
      { group: 'sql', name: 'connection' },
    ],
    help: 'The database as an SQLAlchemy URL: mysql+pymysql://user:password@host/database, or sqlite:////absolute/path.',
  }),
  connection_parameters: option.string({
    default: '',
    help: 'Parameters that are added to the URL: param1=value1&param2=value2.',
  }),
  connection_recycle_time: option.integer({
    default: defaultSettings.connectionRecycleTime,
    help: 'Seconds after which an unused connection of the pool is closed (never more than five minutes).',
  }),
  max_pool_size: option.integer({
    default: defaultSettings.maxPoolSize,
    help: 'Connections that are kept. 0 means no limit.',
  }),
  max_overflow: option.integer({
    default: defaultSettings.maxOverflow,
    deprecated: [
      { group: 'DEFAULT', name: 'sql_max_overflow' },
      { group: 'DATABASE', name: 'sqlalchemy_max_overflow' },
    ],
    help: 'Connections that may be made beyond max_pool_size under load. -1 means no limit.',
  }),
  pool_timeout: option.integer({
    deprecated: [{ group: 'DATABASE', name: 'sqlalchemy_pool_timeout' }],
    help: `Seconds that a request waits for a free connection (${defaultSettings.poolTimeout} if not set).`,
  }),
  max_retries: option.integer({
    default: defaultSettings.maxRetries,
    deprecated: [
      { group: 'DEFAULT', name: 'sql_max_retries' },
      { group: 'DATABASE', name: 'sql_max_retries' },
    ],
    help: 'Further attempts to connect at start. -1 means no limit.',
  }),
  retry_interval: option.integer({
    default: defaultSettings.retryInterval,
    deprecated: [
      { group: 'DEFAULT', name: 'sql_retry_interval' },
      { group: 'DATABASE', name: 'reconnect_interval' },
    ],
    help: 'Seconds between attempts to connect at start.',
  }),
  mysql_sql_mode: option.string({
    default: defaultSettings.sqlMode,
    help: "MySQL's sql_mode for our sessions; empty leaves the server's own.",
  }),
  sqlite_synchronous: option.boolean({
    default: defaultSettings.sqliteSynchronous,
    help: 'Whether SQLite waits for the disk. Without it a crash of the machine may damage the file.',
  }),
});

/** oslo.db's options that have no meaning here: reported as not honoured, not as a typo. */
export const recognizedDatabaseOptions: RecognizedNames = {
  database: [
    'backend',
    'connection_debug',
    'connection_trace',
    'db_inc_retry_interval',
    'db_max_retries',
    'db_max_retry_interval',
    'db_retry_interval',
    'mysql_enable_ndb',
    'mysql_wsrep_sync_wait',
    'slave_connection',
    'use_db_reconnect',
    'use_tpool',
  ],
};

/**
 * What `openDatabase` takes of the options.
 * @param values - `configuration.get(databaseOptions)`
 * @returns the URL, undefined when no connection is configured, and the settings
 */
export function databaseSettings(values: Readonly<Values<typeof databaseOptions.options>>): {
  url: string | undefined;
  settings: DatabaseSettings;
} {
  const { connection, connection_parameters: parameters } = values;
  const separator = connection?.includes('?') === true ? '&' : '?';
  return {
    url: connection === undefined || parameters === '' ? connection : `${connection}${separator}${parameters}`,
    settings: {
      maxPoolSize: values.max_pool_size,
      maxOverflow: values.max_overflow,
      poolTimeout: values.pool_timeout ?? defaultSettings.poolTimeout,
      connectionRecycleTime: values.connection_recycle_time,
      maxRetries: values.max_retries,
      retryInterval: values.retry_interval,
      sqlMode: values.mysql_sql_mode,
      sqliteSynchronous: values.sqlite_synchronous,
    },
  };
}
