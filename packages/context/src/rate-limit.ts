// SPDX-License-Identifier: Apache-2.0
import { LEVEL_NUMBERS, levelNumber } from './log-level.js';
import type { LogRecord } from './log-record.js';
import type { LoggingValues } from './logging-options.js';

/**
 * Which records oslo.log's rate limit lets through: up to `rate_limit_burst` in `rate_limit_interval` seconds, then one
 * in place of the rest that says so.
 * @returns undefined where no limit is configured; else a function that gives the record to write, or none.
 */
export function rateLimit(values: LoggingValues): ((record: LogRecord) => LogRecord | undefined) | undefined {
  const { rate_limit_burst: burst, rate_limit_interval: interval } = values;
  if (burst < 1 || interval < 1) return undefined;
  const exempt = levelNumber(values.rate_limit_except_level) ?? Infinity;
  let [start, count] = [-Infinity, 0];
  return (record) => {
    if (LEVEL_NUMBERS[record.level] >= exempt) return record;
    if (record.time - start >= interval * 1000) [start, count] = [record.time, 0];
    count += 1;
    if (count <= burst) return record;
    if (count > burst + 1) return undefined;
    return {
      level: 'error',
      name: 'root',
      time: record.time,
      context: undefined,
      message: `Logging rate limit: drop after ${burst} records/${interval} sec`,
    };
  };
}
