// SPDX-License-Identifier: Apache-2.0
import { createCinder, createCinderApi, registerBackends } from '@stackport/cinder';
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { transportOptions, TransportUrl } from '@stackport/messaging';
import { type LoadedApplication, workerNumber } from '@stackport/wsgi';

/** Whether the bus is in this process: its workers have to be here too. @throws InvalidTransportURL */
export function hasBusInProcess(configuration: Configuration): boolean {
  return TransportUrl.parse(configuration.get(transportOptions).transport_url).driver === 'fake';
}

/** Builds the service for the process that serves, and says what of the configuration has no effect. */
export async function loadBlockStorage(
  configuration: Configuration,
  logging: LoggingHandle,
  validator?: TokenValidator,
): Promise<LoadedApplication> {
  const init = { configuration, logging, ...(validator === undefined ? {} : { validator }) };
  const isWhole = hasBusInProcess(configuration);
  if (isWhole)
    logging.logger
      .named('cinder.service')
      .info('The bus is in this process (fake://): cinder-scheduler, cinder-volume and cinder-backup run here too');
  const service = isWhole ? await createCinder(init) : await createCinderApi(init);
  // Every part has declared its options by now. Of several workers, the first speaks for all.
  if ((workerNumber() ?? 0) === 0) {
    const logger = logging.logger.named('cinder.common.config');
    registerBackends(configuration);
    configuration.reportUnknown(logger);
    configuration.reportDeprecations(logger);
  }
  return { application: service.application, close: () => service.close() };
}
