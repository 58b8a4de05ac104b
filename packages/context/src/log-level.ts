// SPDX-License-Identifier: Apache-2.0
import type { LogLevel } from '@stackport/config';

/** Python's numbers; AUDIT is oslo.log's, just above INFO. */
export const LEVEL_NUMBERS: Readonly<Record<LogLevel, number>> = {
  debug: 10,
  info: 20,
  audit: 21,
  warning: 30,
  error: 40,
  critical: 50,
};

const BY_NAME: Readonly<Record<string, number>> = {
  NOTSET: 0,
  TRACE: 5,
  DEBUG: 10,
  INFO: 20,
  AUDIT: 21,
  WARN: 30,
  WARNING: 30,
  ERROR: 40,
  FATAL: 50,
  CRITICAL: 50,
};

/** The number of a level as `default_log_levels` names it: a name or a number. Undefined for neither. */
export function levelNumber(name: string): number | undefined {
  const text = name.trim();
  return /^\d+$/.test(text) ? Number(text) : BY_NAME[text.toUpperCase()];
}

/** Python's name of a level: getLevelName. */
export function levelName(number: number): string {
  const name = Object.entries(LEVEL_NUMBERS).find(([, level]) => level === number)?.[0];
  return name?.toUpperCase() ?? `Level ${number}`;
}

/**
 * The level below which a logger is silent: its own, or that of the nearest name above it (`a` for `a.b.c`).
 * @param levels - set levels, by logger name.
 */
export function effectiveLevel(name: string, levels: ReadonlyMap<string, number>, root: number): number {
  for (let prefix = name; prefix !== ''; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('.')))) {
    const level = levels.get(prefix);
    if (level !== undefined && level !== 0) return level;
  }
  return root;
}
