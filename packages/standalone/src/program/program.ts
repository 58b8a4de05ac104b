// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type ConfigurationInit, type Logger, loadOrExit } from '@stackport/config';
import { type LoggingHandle, setupLogging } from '@stackport/context';
import { type LoadedApplication, serve, type ServerOptions } from '@stackport/wsgi';
import { fail } from './failure.js';

/** What every program of a service has. */
export interface Program {
  readonly init: ConfigurationInit;
  /** Name of the logger that hears of a mistake of our own which ends the program: `glance`. */
  readonly logName: string;
  /** Defaults that depend on what was configured; command line, environment and files count before them. */
  readonly defaultsFor?: (given: Configuration) => ConfigurationInit['defaults'];
}

/** A server of a program. */
export interface ServedApi {
  /** The port where the configuration names none. */
  readonly defaultPort: number;
  /** Name of the server's logger: `glance.common.wsgi`. */
  readonly serverLogName: string;
  /** At the start, after each SIGHUP, and in every worker. */
  serverOptions(configuration: Configuration, logger: Logger): ServerOptions;
  /**
   * Builds the service, in each process that serves.
   * @param given - the configuration without what `defaultsFor` added.
   */
  load(configuration: Configuration, logging: LoggingHandle, given: Configuration): Promise<LoadedApplication>;
}

/** A program that serves HTTP. */
export interface ApiProgram extends Program, ServedApi {}

/** A program that serves several APIs, each on a socket and in workers of its own. */
export interface ApisProgram extends Program {
  /** Which ones, found out once; their servers' names differ. Rejects where there is nothing to serve. */
  apis(configuration: Configuration, logging: LoggingHandle): Promise<readonly ServedApi[]>;
}

/** A program that listens on a bus, or does its work by the clock. */
export interface DaemonProgram extends Program {
  /** Resolves when the service works. */
  start(configuration: Configuration, logging: LoggingHandle): Promise<{ stop(): Promise<void> }>;
}

/**
 * An HTTP service from its start to its end: SIGTERM and SIGINT finish what is in flight, SIGHUP reads the configuration
 * again. A bad configuration or command line ends the process at once (`loadOrExit`).
 * @returns the exit code.
 */
export function runApi(program: ApiProgram): Promise<number> {
  return runApis({ ...program, apis: () => Promise.resolve([program]) });
}

/**
 * The same for several of them in one program, which start and end together.
 * @returns the exit code.
 */
export function runApis(program: ApisProgram): Promise<number> {
  return run(program, async (configuration, logging, given) => {
    const apis = await program.apis(configuration, logging);
    let rereading: Promise<void> | undefined;
    // All servers hear of a SIGHUP, and what is read for the first is good for the others.
    const rereadOnce = (): Promise<void> =>
      (rereading ??= reread(configuration, logging).finally(() => (rereading = undefined)));
    return serve(
      ...apis.map((api) => {
        let reads = 0;
        return {
          defaultPort: api.defaultPort,
          configure: async () => {
            if (reads++ > 0) await rereadOnce();
            return api.serverOptions(configuration, logging.logger.named(api.serverLogName));
          },
          load: () => api.load(configuration, logging, given),
        };
      }),
    );
  });
}

/**
 * A service without a socket from its start to its end: SIGTERM and SIGINT stop it, SIGHUP reads the configuration again
 * (options that are read when they are used, and logging). A configuration that does not do is logged, and the previous
 * one stays.
 * @returns the exit code.
 */
export function runDaemon(program: DaemonProgram): Promise<number> {
  return run(program, async (configuration, logging) => {
    const logger = logging.logger.named(program.logName);
    const hangup = (): void => {
      logger.info('Reloading the configuration');
      reread(configuration, logging).catch((error: unknown) =>
        logger.error('The configuration could not be reloaded; the previous one stays', error),
      );
    };
    const ended = new Promise<undefined>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(undefined));
    });
    process.on('SIGHUP', hangup);
    try {
      // A start that waits for others is given up: what it has done so far is what a kill would leave, too.
      const service = await Promise.race([program.start(configuration, logging), ended]);
      if (service === undefined) return 0;
      await ended;
      await service.stop();
      return 0;
    } finally {
      process.off('SIGHUP', hangup);
    }
  });
}

async function run(
  { init, logName, defaultsFor }: Program,
  action: (configuration: Configuration, logging: LoggingHandle, given: Configuration) => Promise<number>,
): Promise<number> {
  const given = await loadOrExit(init);
  const defaults = defaultsFor?.(given);
  const configuration =
    defaults === undefined ? given : await loadOrExit({ ...init, defaults: { ...init.defaults, ...defaults } });
  let logging: LoggingHandle | undefined;
  try {
    logging = setupLogging(configuration, configuration.program);
    return await action(configuration, logging, given);
  } catch (error) {
    return fail(error, logging?.logger.named(logName));
  }
}

async function reread(configuration: Configuration, logging: LoggingHandle): Promise<void> {
  await configuration.reload();
  logging.reconfigure();
}
