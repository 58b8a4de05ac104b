// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { formatDate } from './date-format.js';
import type { FormatterSurroundings } from './line-formatter.js';
import { LEVEL_NUMBERS } from './log-level.js';
import { type LogFormatter, errorSummary, stackLines } from './log-record.js';
import type { LoggingValues } from './logging-options.js';

/** oslo.log's JSONFormatter: one object to a line, under its keys; the token of the context is masked. */
export function jsonFormatter(values: LoggingValues, around: FormatterSurroundings): LogFormatter {
  const host = hostname();
  return (record) =>
    JSON.stringify({
      message: record.message,
      asctime: formatDate(values.log_date_format, new Date(record.time)),
      name: record.name,
      msg: record.message,
      args: [],
      levelname: record.level.toUpperCase(),
      levelno: LEVEL_NUMBERS[record.level],
      pathname: record.caller?.path ?? null,
      filename: record.caller === undefined ? null : basename(record.caller.path),
      module: record.caller === undefined ? null : basename(record.caller.path).replace(/\.[^.]*$/, ''),
      lineno: record.caller?.line ?? null,
      funcname: record.caller?.functionName ?? null,
      created: record.time / 1000,
      msecs: record.time % 1000,
      relative_created: record.time - around.started,
      thread: 0,
      thread_name: 'MainThread',
      process_name: 'MainProcess',
      process: around.pid,
      traceback: record.error === undefined ? null : stackLines(record.error),
      hostname: host,
      error_summary: errorSummary(record),
      context: record.context?.loggingValues() ?? {},
      extra: { project: around.project, version: around.version },
    });
}
