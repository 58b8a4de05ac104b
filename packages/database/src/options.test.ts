// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Configuration } from '@stackport/config';
import { databaseOptions, databaseSettings } from './options.js';
import { defaultSettings } from './settings.js';

const settingsOf = (values: Record<string, unknown>) =>
  databaseSettings(Configuration.of([databaseOptions], { database: values }).get(databaseOptions));

describe('[database]', () => {
  it("has oslo.db's defaults and no connection", () => {
    expect(settingsOf({})).toEqual({ url: undefined, settings: defaultSettings });
  });

  it('adds connection_parameters to the URL', () => {
    expect(settingsOf({ connection: 'mysql://h/db', connection_parameters: 'charset=utf8' }).url).toBe(
      'mysql://h/db?charset=utf8',
    );
    expect(settingsOf({ connection: 'mysql://h/db?a=b', connection_parameters: 'charset=utf8' }).url).toBe(
      'mysql://h/db?a=b&charset=utf8',
    );
  });

  it('carries every option that is honoured', () => {
    const values = {
      connection_recycle_time: 60,
      max_pool_size: 1,
      max_overflow: 2,
      pool_timeout: 3,
      max_retries: 4,
      retry_interval: 5,
      mysql_sql_mode: '',
      sqlite_synchronous: false,
    };
    expect(settingsOf(values).settings).toEqual({
      connectionRecycleTime: 60,
      maxPoolSize: 1,
      maxOverflow: 2,
      poolTimeout: 3,
      maxRetries: 4,
      retryInterval: 5,
      sqlMode: '',
      sqliteSynchronous: false,
    });
  });
});
