// SPDX-License-Identifier: Apache-2.0
import 'reflect-metadata';
import type {
  DynamicModule,
  ExceptionFilter,
  INestApplication,
  LoggerService,
  NestApplicationOptions,
  Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from '@stackport/config';
import type { RouterOptions } from '../router.js';
import { WsgiAdapter } from './adapter.js';
import { ErrorsToPipeline } from './errors-to-pipeline.js';

export interface ServiceApplication {
  readonly nest: INestApplication;
  readonly adapter: WsgiAdapter;
}

export interface ServiceApplicationOptions {
  readonly router?: RouterOptions;
  /** Turns what a handler throws into the service's fault; without one, errors reach the pipeline as they are. */
  readonly faults?: ExceptionFilter;
  readonly logger: Logger;
}

/**
 * A service's one Nest application, initialised and not listening. Rejects with what a provider's factory threw
 * (decisions: `abortOnError: false`), so a failed start is an error that the caller sees.
 */
export async function createServiceApplication(
  module: Type | DynamicModule,
  { router, faults, logger }: ServiceApplicationOptions,
): Promise<ServiceApplication> {
  const adapter = new WsgiAdapter(router);
  const options: NestApplicationOptions = {
    abortOnError: false,
    bodyParser: false,
    logger: nestLogger(logger.named('nest')),
  };
  const nest = await NestFactory.create(module, adapter, options);
  nest.useGlobalFilters(faults ?? new ErrorsToPipeline());
  await nest.init();
  return { nest, adapter };
}

/** Nest's own lines ("Mapped {…} route") say under debug what is loaded; its warnings and errors stay what they are. */
function nestLogger(logger: Logger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    verbose: (message: unknown) => logger.debug(String(message)),
    debug: (message: unknown) => logger.debug(String(message)),
    warn: (message: unknown) => logger.warning(String(message)),
    error: (message: unknown) => logger.error(String(message)),
    fatal: (message: unknown) => logger.critical(String(message)),
  };
}
