// SPDX-License-Identifier: Apache-2.0
import type { Configuration, ConfigurationInit } from '@stackport/config';
import { type LoggingHandle, loggingOptions } from '@stackport/context';
import { transportFromConf } from '@stackport/messaging';
import { createComputeDriver } from './compute/drivers/create-driver.js';
import { createNovaCompute } from './compute/service.js';
import { createNovaConductor } from './conductor/service.js';
import { configuredNeighbours } from './neighbours.js';
import { openConfiguredDatabases } from './open-configured-databases.js';
import { novaDefaultValues, recognizedOptions } from './options/index.js';
import { createNovaScheduler } from './scheduler/service.js';
import { novaWorkerOptionGroups } from './worker-option-groups.js';

/** A part of Compute that listens on the bus. */
export interface NovaWorker {
  start(): Promise<void>;
  /** Takes no more messages, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Builds what a program does; what it opens is given to `closing`, to be closed in the reverse order. */
export type WorkerManager = (
  configuration: Configuration,
  logging: LoggingHandle,
  closing: (() => Promise<void>)[],
) => Promise<NovaWorker>;

/** What each program does: upstream's SERVICE_MANAGERS (nova 26, service.py). */
export const workerManagers = {
  'nova-compute': async (configuration, logging, closing) => {
    const { logger } = logging;
    const driver = await createComputeDriver(configuration, logger.named('nova.virt'));
    const shared = sharedParts(configuration, logging, closing);
    return createNovaCompute({ configuration, logging, driver, ...shared });
  },
  'nova-conductor': async (configuration, logging, closing) => {
    const databases = await openConfiguredDatabases(configuration, logging.logger);
    closing.push(() => databases.close());
    const shared = sharedParts(configuration, logging, closing);
    return createNovaConductor({ configuration, logging, databases, ...shared });
  },
  'nova-scheduler': (configuration, logging) => createNovaScheduler({ configuration, logging }),
} as const satisfies Readonly<Record<string, WorkerManager>>;

export type WorkerBinary = keyof typeof workerManagers;

/**
 * What a program reads its configuration with.
 * @param argv - without interpreter and script
 */
export function novaWorkerConfiguration(binary: WorkerBinary, argv: readonly string[]): ConfigurationInit {
  return {
    project: 'nova',
    program: binary,
    argv,
    groups: [...novaWorkerOptionGroups, loggingOptions],
    defaults: novaDefaultValues(),
    recognized: recognizedOptions,
  };
}

/**
 * Builds and starts the service of a program, and says what of its configuration has no effect (nova 26, service.py,
 * Service.create). Rejects with what it cannot start with, all closed again.
 * @param manager - what it does; by the program's name where none is given
 */
export async function startWorker(
  configuration: Configuration,
  logging: LoggingHandle,
  manager: WorkerManager = managerOf(configuration.program),
): Promise<Pick<NovaWorker, 'stop'>> {
  const closing: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const worker = await manager(configuration, logging, closing);
    await worker.start();
    closing.push(() => worker.stop());
  } catch (error) {
    await stop();
    throw error;
  }
  const logger = logging.logger.named('nova.config');
  configuration.reportUnknown(logger);
  configuration.reportDeprecations(logger);
  return { stop };
}

/** @throws TypeError for a program that is none of these */
function managerOf(binary: string): WorkerManager {
  if (Object.hasOwn(workerManagers, binary)) return workerManagers[binary as WorkerBinary];
  throw new TypeError(`${binary} is none of ${Object.keys(workerManagers).join(', ')}`);
}

/** The bus and the services beside nova. */
function sharedParts(configuration: Configuration, { logger }: LoggingHandle, closing: (() => Promise<void>)[]) {
  const transport = transportFromConf(configuration, { logger: logger.named('oslo.messaging') });
  closing.push(() => transport.close());
  const neighbours = configuredNeighbours(configuration, logger);
  closing.push(() => neighbours.close());
  return { transport, ...neighbours };
}
