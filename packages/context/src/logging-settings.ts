// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { ConfigurationError } from '@stackport/config';
import { jsonFormatter } from './json-formatter.js';
import { type FormatterSurroundings, lineFormatter, needsCaller } from './line-formatter.js';
import { LEVEL_NUMBERS, levelNumber } from './log-level.js';
import type { LogFormatter, LogRecord } from './log-record.js';
import type { LoggingValues } from './logging-options.js';
import { rateLimit } from './rate-limit.js';

/** What the options come to: made at start and again when they are reloaded. */
export interface LoggingSettings {
  readonly values: LoggingValues;
  readonly format: LogFormatter;
  readonly limit: ((record: LogRecord) => LogRecord | undefined) | undefined;
  readonly rootLevel: number;
  readonly levels: ReadonlyMap<string, number>;
  readonly wantsCaller: 'always' | 'debug' | 'never';
}

/** @throws ConfigurationError for a level in `default_log_levels` that there is not. */
export function loggingSettings(values: LoggingValues, around: FormatterSurroundings): LoggingSettings {
  return {
    values,
    format: values.use_json ? jsonFormatter(values, around) : lineFormatter(values, around),
    limit: rateLimit(values),
    rootLevel: values.debug ? LEVEL_NUMBERS.debug : LEVEL_NUMBERS.info,
    levels: new Map(values.default_log_levels.map(loggerLevel)),
    wantsCaller: needsCaller(values),
  };
}

/** `log_file` in `log_dir`; `<program>.log` where only the folder is given; undefined for no file. */
export function logFilePath(values: LoggingValues, program: string): string | undefined {
  const { log_file: file, log_dir: folder } = values;
  if (file !== undefined && file !== '')
    return folder === undefined || file.startsWith('/') ? file : join(folder, file);
  return folder === undefined || folder === '' ? undefined : join(folder, `${program}.log`);
}

function loggerLevel(pair: string): [name: string, level: number] {
  const equals = pair.indexOf('=');
  const level = equals < 0 ? undefined : levelNumber(pair.slice(equals + 1));
  if (level === undefined)
    throw new ConfigurationError({
      message: `[DEFAULT] default_log_levels: ${JSON.stringify(pair)} is not of the form logger=LEVEL, with a level of Python's or a number`,
      group: 'DEFAULT',
      option: 'default_log_levels',
    });
  return [pair.slice(0, equals).trim(), level];
}
