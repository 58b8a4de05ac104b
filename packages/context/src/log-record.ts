// SPDX-License-Identifier: Apache-2.0
import type { LogLevel } from '@stackport/config';
import type { RequestContext } from './request-context.js';

/** One line before it is written: Python's LogRecord. */
export interface LogRecord {
  readonly level: LogLevel;
  readonly name: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly context: RequestContext | undefined;
  /** What was thrown; any value can be. */
  readonly error?: unknown;
  /** Where the line was logged; found only where a format asks for it. */
  readonly caller?: Caller | undefined;
}

export interface Caller {
  readonly functionName: string;
  readonly path: string;
  readonly line: number;
}

/** Writes one record as text, without a line feed at its end. */
export type LogFormatter = (record: LogRecord) => string;

/** `TypeError: what is wrong`: the summary at the end of a line. Empty below WARNING, as oslo.log has it. */
export function errorSummary(record: LogRecord): string {
  if (record.error === undefined || record.level === 'debug' || record.level === 'info' || record.level === 'audit')
    return '';
  const { error } = record;
  return error instanceof Error ? `${error.name}: ${error.message}` : describe(error);
}

/** The stack of an error, line by line, with those of its causes. */
export function stackLines(error: unknown): readonly string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let current = error; current !== undefined && !seen.has(current);) {
    seen.add(current);
    const text =
      current instanceof Error ? (current.stack ?? `${current.name}: ${current.message}`) : describe(current);
    lines.push(...`${lines.length === 0 ? '' : 'Caused by: '}${text}`.split('\n'));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines;
}

/** Where a function was called from, `depth` frames above this one; undefined where the engine does not say. */
export function findCaller(depth: number): Caller | undefined {
  const limit = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  Error.stackTraceLimit = depth + 1;
  Error.captureStackTrace(holder);
  Error.stackTraceLimit = limit;
  const frame = holder.stack?.split('\n')[depth + 1] ?? '';
  const match = /^ {4}at (?:(?:async )?(?:new )?(.+?)(?: \[as .+\])? \()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/.exec(frame);
  if (match === null) return undefined;
  return { functionName: match[1] ?? '<module>', path: match[2] ?? '', line: Number(match[3]) };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text ?? typeof value;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
