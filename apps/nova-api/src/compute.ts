// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { transportOptions, TransportUrl } from '@stackport/messaging';
import { configuredNeighbours, createNova, createNovaApi, type NovaApi, type NovaApiInit } from '@stackport/nova';
import { type LoadedApplication, workerNumber } from '@stackport/wsgi';

/** Whether the bus is in this process: its workers have to be here too. @throws InvalidTransportURL */
export function hasBusInProcess(configuration: Configuration): boolean {
  return TransportUrl.parse(configuration.get(transportOptions).transport_url).driver === 'fake';
}

/** Builds the service for the process that serves, and says what of the configuration has no effect. */
export async function loadCompute(
  configuration: Configuration,
  logging: LoggingHandle,
  validator?: TokenValidator,
): Promise<LoadedApplication> {
  const init = { configuration, logging, ...(validator === undefined ? {} : { validator }) };
  const isWhole = hasBusInProcess(configuration);
  if (isWhole)
    logging.logger
      .named('nova.service')
      .info('The bus is in this process (fake://): nova-conductor, nova-scheduler and nova-compute run here too');
  const service = isWhole ? await createNova(init) : await createApi(init);
  // Every part has declared its options by now. Of several workers, the first speaks for all.
  if ((workerNumber() ?? 0) === 0) {
    const logger = logging.logger.named('nova.config');
    configuration.reportUnknown(logger);
    configuration.reportDeprecations(logger);
  }
  return { application: service.application, close: () => service.close() };
}

/** The API on its own, with the neighbours that the configuration names. */
async function createApi(init: NovaApiInit): Promise<NovaApi> {
  const neighbours = configuredNeighbours(init.configuration, init.logging.logger);
  try {
    const api = await createNovaApi({ ...init, neighbours });
    return {
      ...api,
      close: async () => {
        await api.close();
        await neighbours.close();
      },
    };
  } catch (error) {
    await neighbours.close();
    throw error;
  }
}
