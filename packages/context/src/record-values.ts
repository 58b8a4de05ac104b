// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { formatDate, isoTime } from './date-format.js';
import { LEVEL_NUMBERS } from './log-level.js';
import { type LogRecord, errorSummary } from './log-record.js';
import type { RequestContext } from './request-context.js';

/** What stays the same for all records of a program. */
export interface RecordSurroundings {
  readonly dateFormat: string;
  readonly project: string;
  readonly version: string;
  readonly pid: number;
  /** Milliseconds since 1970 at which logging was set up. */
  readonly started: number;
  /** `%(instance)s` and `%(user_identity)s`. */
  readonly instanceOf: (record: LogRecord) => string;
  readonly identityOf: (context: RequestContext) => string;
}

const COLORS: Readonly<Record<string, string>> = {
  debug: '\u001b[00;32m',
  info: '\u001b[00;36m',
  audit: '\u001b[01;36m',
  warning: '\u001b[01;33m',
  error: '\u001b[01;31m',
  critical: '\u001b[01;31m',
};

/** Names that are empty, not None, where a record has none. */
const EMPTY_BY_DEFAULT = new Set(['resource', 'user_name', 'project_name', 'global_request_id', 'user_identity']);

/** Makes the look-up of `%(name)s` in records: Python's attributes of a record, oslo.log's, and the context's. */
export function recordValues(around: RecordSurroundings): (name: string, record: LogRecord) => unknown {
  const asctime = timeWithinSecond(around.dateFormat);
  const host = hostname();
  const own: Readonly<Record<string, (record: LogRecord) => unknown>> = {
    asctime: (record) => asctime(record.time),
    msecs: (record) => record.time % 1000,
    created: (record) => record.time / 1000,
    relativeCreated: (record) => record.time - around.started,
    isotime: (record) => isoTime(new Date(record.time)),
    process: () => around.pid,
    processName: () => 'MainProcess',
    thread: () => 0,
    threadName: () => 'MainThread',
    hostname: () => host,
    levelname: (record) => record.level.toUpperCase(),
    levelno: (record) => LEVEL_NUMBERS[record.level],
    name: (record) => record.name,
    message: (record) => record.message,
    msg: (record) => record.message,
    funcName: (record) => record.caller?.functionName ?? '',
    pathname: (record) => record.caller?.path ?? '',
    filename: (record) => basename(record.caller?.path ?? ''),
    module: (record) => basename(record.caller?.path ?? '').replace(/\.[^.]*$/, ''),
    lineno: (record) => record.caller?.line ?? 0,
    version: () => around.version,
    instance: around.instanceOf,
    color: (record) => COLORS[record.level] ?? '',
    reset_color: () => '\u001b[00m',
    error_summary: (record) => errorSummary(record) || '-',
  };
  return (name, record) => {
    const known = own[name];
    if (known !== undefined) return known(record);
    if (record.context !== undefined) {
      if (name === 'user_identity') return around.identityOf(record.context);
      if (name === 'request_id') return record.context.requestId;
      if (name === 'global_request_id') return record.context.globalRequestId;
      const values = record.context.loggingValues();
      if (name in values) return values[name];
    } else if (name === 'project') {
      return around.project;
    }
    return EMPTY_BY_DEFAULT.has(name) ? '' : undefined;
  };
}

/** The date is formatted once in a second: it is the dearest part of a line. */
function timeWithinSecond(format: string): (time: number) => string {
  let [second, text] = [NaN, ''];
  return (time) => {
    const now = Math.floor(time / 1000);
    if (now !== second) [second, text] = [now, formatDate(format, new Date(time))];
    return text;
  };
}
