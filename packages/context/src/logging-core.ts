// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggingValues } from './logging-options.js';
import { effectiveLevel, levelName, levelNumber } from './log-level.js';
import type { LogRecord } from './log-record.js';
import { logRotation } from './log-rotation.js';
import { type LogSink, callerSink, fileSink, streamSink } from './log-sink.js';
import { type LoggingSettings, logFilePath } from './logging-settings.js';
import type { RequestContext } from './request-context.js';
import { type LoggerCore, StandardLogger } from './standard-logger.js';

/** Where the lines of one service go, and what all its loggers share. */
export class LoggingCore implements LoggerCore {
  readonly requests = new AsyncLocalStorage<RequestContext>();
  readonly root: StandardLogger;
  readonly #program: string;
  readonly #now: () => number;
  readonly #write: ((text: string) => void) | undefined;
  readonly #loggers = new Map<string, StandardLogger>();
  #settings: LoggingSettings;
  #sinks: readonly LogSink[];

  /**
   * @param write - takes lines in place of stdout.
   * @throws ConfigurationError where the log file cannot be opened.
   */
  constructor(
    program: string,
    settings: LoggingSettings,
    now: () => number,
    write: ((text: string) => void) | undefined,
  ) {
    this.#program = program;
    this.#now = now;
    this.#write = write;
    this.#settings = settings;
    this.#sinks = this.#openSinks(settings.values);
    this.root = new StandardLogger('root', this);
  }

  get wantsCaller(): 'always' | 'debug' | 'never' {
    return this.#settings.wantsCaller;
  }

  levelOf(name: string): number {
    const { levels, rootLevel } = this.#settings;
    return name === 'root' ? rootLevel : effectiveLevel(name, levels, rootLevel);
  }

  loggerNamed(name: string): StandardLogger {
    if (name === '' || name === 'root') return this.root;
    // oslo.log gives its own libraries one node to hang below: oslo_policy is oslo.policy.
    const full = name.startsWith('oslo_') ? `oslo.${name.slice(5)}` : name;
    let logger = this.#loggers.get(full);
    if (logger === undefined) this.#loggers.set(full, (logger = new StandardLogger(full, this)));
    return logger;
  }

  /**
   * Sets the level of all loggers whose names begin with a prefix, until the options change.
   * @param level - as `default_log_levels` names it. @throws RangeError for what is none.
   */
  setLevels(prefix: string, level: string): void {
    const number = levelNumber(level);
    if (number === undefined) throw new RangeError(`${level} is no level`);
    for (const [name, logger] of this.#loggers) if (name.startsWith(prefix)) logger.threshold = number;
  }

  /** Levels by name of the loggers whose names begin with a prefix. */
  levels(prefix: string): Record<string, string> {
    const named = [...this.#loggers].filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(named.map(([name, { threshold }]) => [name, levelName(threshold)]));
  }

  emit(partial: Omit<LogRecord, 'time' | 'context'>): void {
    const { format, limit } = this.#settings;
    const whole: LogRecord = { ...partial, time: this.#now(), context: this.requests.getStore() };
    const record = limit === undefined ? whole : limit(whole);
    if (record === undefined) return;
    const text = `${format(record)}\n`;
    for (const sink of this.#sinks) sink.write(text, record.time);
  }

  /** @throws ConfigurationError where the new log file cannot be opened; everything stays as it was then. */
  apply(settings: LoggingSettings): void {
    const sinks = this.#openSinks(settings.values);
    this.close();
    this.#settings = settings;
    this.#sinks = sinks;
    this.root.refresh();
    for (const logger of this.#loggers.values()) logger.refresh();
  }

  reopen(): void {
    for (const sink of this.#sinks) sink.reopen();
  }

  close(): void {
    for (const sink of this.#sinks) sink.close();
    this.#sinks = [];
  }

  #openSinks(values: LoggingValues): readonly LogSink[] {
    const path = logFilePath(values, this.#program);
    const sinks: LogSink[] = [];
    if (path !== undefined) {
      const complain = (message: string): void => void process.stderr.write(`${message}\n`);
      sinks.push(fileSink(path, logRotation(path, values, this.#now()), complain));
    }
    if (values.use_stderr) sinks.push(streamSink(2));
    if (sinks.length === 0) sinks.push(this.#write === undefined ? streamSink(1) : callerSink(this.#write));
    return sinks;
  }
}
