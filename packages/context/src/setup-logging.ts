// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { LoggingCore } from './logging-core.js';
import { loggingOptions, unsupportedLoggingOptions } from './logging-options.js';
import { type LoggingSettings, loggingSettings } from './logging-settings.js';
import type { RequestContext } from './request-context.js';
import type { StandardLogger } from './standard-logger.js';

export interface LoggingSetup {
  /** Takes the lines in place of stdout, where neither a file nor stderr is configured. */
  readonly write?: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly version?: string;
}

/** The logging of one service: its loggers, where their lines go, and which request they belong to. */
export interface LoggingHandle {
  /** The root; `named` gives the others. */
  readonly logger: StandardLogger;
  /** Runs a function, and all that it starts, in the name of a request: its lines show the request's ids. */
  run<T>(context: RequestContext, work: () => T): T;
  /** The context of the request in whose name this is called. */
  readonly current: RequestContext | undefined;
  /** The levels of this process's loggers, for services that let an administrator see and set them. */
  readonly levels: {
    /**
     * @param prefix - of the loggers' names; `''` for all. @param level - `DEBUG`, `INFO`, …; until the options change.
     * @throws RangeError for what is no level.
     */
    set(prefix: string, level: string): void;
    /** Level by name of a logger. */
    get(prefix: string): Readonly<Record<string, string>>;
  };
  /**
   * Takes over levels, forms and file after the configuration was reloaded, and opens the file anew: for SIGHUP.
   * @throws ConfigurationError where they cannot be used; everything stays as it was then.
   */
  reconfigure(): void;
  /** Opens log files anew, after something has moved them. */
  reopen(): void;
  /** Lines that are logged after this are dropped. */
  close(): void;
}

/**
 * Sets up logging as the options say: oslo.log's `setup`. Lines go to the log file, to stderr with `use_stderr`, and to
 * stdout where there is neither. `loggingOptions` belong to the groups with which the configuration is loaded, for
 * `--debug` and the like; they are registered here if they are not.
 * @param program - names the file in `log_dir`.
 * @throws ConfigurationError where the log file cannot be opened.
 */
export function setupLogging(configuration: Configuration, program: string, setup: LoggingSetup = {}): LoggingHandle {
  configuration.register(loggingOptions);
  const now = setup.now ?? Date.now;
  const around = {
    project: configuration.project,
    version: setup.version ?? 'unknown',
    pid: process.pid,
    started: now(),
  };
  const settings = (): LoggingSettings => loggingSettings(configuration.get(loggingOptions), around);
  const core = new LoggingCore(program, settings(), now, setup.write);
  const warnOfUnsupported = (): void => {
    for (const warning of unsupportedLoggingOptions(configuration.get(loggingOptions)))
      core.loggerNamed('oslo_log').warning(warning);
  };
  warnOfUnsupported();
  return {
    logger: core.root,
    run: (context, work) => core.requests.run(context, work),
    get current() {
      return core.requests.getStore();
    },
    levels: { set: (prefix, level) => core.setLevels(prefix, level), get: (prefix) => core.levels(prefix) },
    reconfigure() {
      core.apply(settings());
      warnOfUnsupported();
    },
    reopen: () => core.reopen(),
    close: () => core.close(),
  };
}
