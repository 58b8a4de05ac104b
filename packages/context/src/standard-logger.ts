// SPDX-License-Identifier: Apache-2.0
import type { LogLevel, Logger } from '@stackport/config';
import { LEVEL_NUMBERS } from './log-level.js';
import { type LogRecord, findCaller } from './log-record.js';

/** What a logger shares with all others of its handle. */
export interface LoggerCore {
  /** Formats a record and hands it to the sinks; time and context are the core's to add. */
  emit(record: Omit<LogRecord, 'time' | 'context'>): void;
  /** The number below which a logger of that name is silent. */
  levelOf(name: string): number;
  /** The logger of a name: one object for each. */
  loggerNamed(name: string): StandardLogger;
  /** The levels whose records want to know who logged them. */
  readonly wantsCaller: 'always' | 'debug' | 'never';
}

/** A logger with oslo.log's levels and names. Made by `setupLogging` and `named`. */
export class StandardLogger implements Logger {
  readonly name: string;
  readonly #core: LoggerCore;
  #threshold: number;

  constructor(name: string, core: LoggerCore) {
    this.name = name;
    this.#core = core;
    this.#threshold = core.levelOf(name);
  }

  debug(message: string): void {
    if (this.#threshold <= LEVEL_NUMBERS.debug) this.#write('debug', message);
  }

  info(message: string): void {
    if (this.#threshold <= LEVEL_NUMBERS.info) this.#write('info', message);
  }

  audit(message: string): void {
    if (this.#threshold <= LEVEL_NUMBERS.audit) this.#write('audit', message);
  }

  warning(message: string): void {
    if (this.#threshold <= LEVEL_NUMBERS.warning) this.#write('warning', message);
  }

  /** @param error - shown in the line by its message, and below it with its stack: Python's `LOG.exception`. */
  error(message: string, error?: unknown): void {
    if (this.#threshold <= LEVEL_NUMBERS.error) this.#write('error', message, error);
  }

  critical(message: string, error?: unknown): void {
    if (this.#threshold <= LEVEL_NUMBERS.critical) this.#write('critical', message, error);
  }

  isEnabledFor(level: LogLevel): boolean {
    return this.#threshold <= LEVEL_NUMBERS[level];
  }

  named(name: string): StandardLogger {
    return this.#core.loggerNamed(name);
  }

  /** The number below which it is silent. */
  get threshold(): number {
    return this.#threshold;
  }

  /** Until the options change. */
  set threshold(level: number) {
    this.#threshold = level;
  }

  /** Asks for the level again, after the options have changed. */
  refresh(): void {
    this.#threshold = this.#core.levelOf(this.name);
  }

  #write(level: LogLevel, message: string, error?: unknown): void {
    const { wantsCaller } = this.#core;
    const asks = wantsCaller === 'always' || (wantsCaller === 'debug' && level === 'debug');
    // Above findCaller itself are this method and the one of the level.
    const caller = asks ? findCaller(3) : undefined;
    this.#core.emit({ level, name: this.name, message, error, caller });
  }
}
