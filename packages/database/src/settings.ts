// SPDX-License-Identifier: Apache-2.0

/** What of `[database]` is honoured; units are those of the options. */
export interface DatabaseSettings {
  /** Connections that are kept; 0 for no bound. */
  maxPoolSize: number;
  /** Connections beyond those, made under load; -1 for no bound. */
  maxOverflow: number;
  /** Seconds that a request waits for a free connection. */
  poolTimeout: number;
  /** Seconds after which an unused connection is given up. */
  connectionRecycleTime: number;
  /** Attempts to connect at start after the first; -1 for no bound. */
  maxRetries: number;
  /** Seconds between them. */
  retryInterval: number;
  /** MySQL's sql_mode for the session; empty for the server's own. */
  sqlMode: string;
  /** Whether SQLite waits for the disk. */
  sqliteSynchronous: boolean;
}

/** oslo.db's defaults. */
export const defaultSettings: Readonly<DatabaseSettings> = {
  maxPoolSize: 5,
  maxOverflow: 50,
  poolTimeout: 30,
  connectionRecycleTime: 3600,
  maxRetries: 10,
  retryInterval: 10,
  sqlMode: 'TRADITIONAL',
  sqliteSynchronous: true,
};
