// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatDate } from './date-format.js';
import type { LoggingValues } from './logging-options.js';

/** When a log file has to make room for a new one, and how. */
export interface LogRotation {
  /**
   * @param size - bytes in the file.
   * @param more - bytes that are about to be written.
   * @param now - milliseconds since 1970.
   */
  isDue(size: number, more: number, now: number): boolean;
  /** Moves the file away and removes what is too much. */
  rotate(now: number): void;
}

/** As `log_rotation_type` says; undefined for `none`. */
export function logRotation(path: string, values: LoggingValues, now: number): LogRotation | undefined {
  if (values.log_rotation_type === 'size')
    return sizeRotation(path, values.max_logfile_size_mb * 1024 * 1024, values.max_logfile_count);
  if (values.log_rotation_type === 'interval') return timeRotation(path, values, now);
  return undefined;
}

/** Python's RotatingFileHandler: `x.log.1` is the youngest. Neither a size nor a count of 0 rotates. */
function sizeRotation(path: string, limit: number, keep: number): LogRotation {
  return {
    isDue: (size, more) => limit > 0 && size + more >= limit,
    rotate() {
      if (keep <= 0) return;
      for (let index = keep - 1; index >= 1; index--)
        if (existsSync(`${path}.${index}`)) renameSync(`${path}.${index}`, `${path}.${index + 1}`);
      if (existsSync(path)) renameSync(path, `${path}.1`);
    },
  };
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const UNITS = {
  Seconds: { length: SECOND, suffix: '%Y-%m-%d_%H-%M-%S' },
  Minutes: { length: 60 * SECOND, suffix: '%Y-%m-%d_%H-%M' },
  Hours: { length: 3600 * SECOND, suffix: '%Y-%m-%d_%H' },
  Days: { length: DAY, suffix: '%Y-%m-%d' },
  Weekday: { length: 7 * DAY, suffix: '%Y-%m-%d' },
  Midnight: { length: DAY, suffix: '%Y-%m-%d' },
} as const;

/** Python's TimedRotatingFileHandler: the moved file has the begin of its interval as its suffix. */
function timeRotation(path: string, values: LoggingValues, now: number): LogRotation {
  const { log_rotate_interval_type: type, log_rotate_interval: count, max_logfile_count: keep } = values;
  const { length, suffix } = UNITS[type];
  const next = (from: number): number => {
    if (type === 'Midnight') return midnight(from, 1);
    // Monday is 0; the day given ends with the file.
    if (type === 'Weekday') return midnight(from, ((count - ((new Date(from).getDay() + 6) % 7) + 7) % 7) + 1);
    return from + Math.max(1, count) * length;
  };
  let due = next(existsSync(path) ? statSync(path).mtimeMs : now);
  return {
    isDue: (_size, _more, time) => time >= due,
    rotate(time) {
      const span = type === 'Midnight' || type === 'Weekday' ? length : Math.max(1, count) * length;
      const target = `${path}.${formatDate(suffix, new Date(due - span))}`;
      if (existsSync(path)) renameSync(path, target);
      if (keep > 0) removeOldest(path, keep);
      while (due <= time) due = next(due);
    },
  };
}

function midnight(from: number, days: number): number {
  const date = new Date(from);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function removeOldest(path: string, keep: number): void {
  const start = `${basename(path)}.`;
  const rotated = readdirSync(dirname(path)).filter(
    (name) => name.startsWith(start) && /^\d{4}-\d\d-\d\d(_[\d-]+)?$/.test(name.slice(start.length)),
  );
  for (const name of rotated.sort().slice(0, Math.max(0, rotated.length - keep))) unlinkSync(join(dirname(path), name));
}
