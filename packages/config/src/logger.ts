// SPDX-License-Identifier: Apache-2.0

/**
 * What a component needs of logging. The rows below `context` take this interface, so that they neither know the
 * format nor the request that a line belongs to. Levels are Python's: `critical` and `audit` included, since
 * upstream's log lines name them.
 */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  audit(message: string): void;
  warning(message: string): void;
  /** @param error - appended with its stack where the level shows one, as Python's `LOG.exception` does. */
  error(message: string, error?: unknown): void;
  critical(message: string, error?: unknown): void;
  /** Whether a line of this level would be written: guards costly messages. */
  isEnabledFor(level: LogLevel): boolean;
  /** A logger with another name, as `logging.getLogger(name)`; the sink and its settings are shared. */
  named(name: string): Logger;
}

export type LogLevel = 'debug' | 'info' | 'audit' | 'warning' | 'error' | 'critical';

/** A logger that drops every line: the default where a caller passes none. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  audit: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  critical: () => undefined,
  isEnabledFor: () => false,
  named: () => silentLogger,
};
