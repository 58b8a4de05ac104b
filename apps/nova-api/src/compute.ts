// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { transportOptions, TransportUrl } from '@stackport/messaging';
import { configuredNeighbours, createNova, createNovaApi, type NovaApi, type NovaApiInit } from '@stackport/nova';
import type { ServiceOfApplications } from '@stackport/standalone/program';
import { COMPUTE } from './api-names.js';
import { reportConfiguration } from './report-configuration.js';

/** Whether the bus is in this process: its workers have to be here too. @throws InvalidTransportURL */
export function hasBusInProcess(configuration: Configuration): boolean {
  return TransportUrl.parse(configuration.get(transportOptions).transport_url).driver === 'fake';
}

/** Builds the Compute API for the process that serves, and says what of the configuration has no effect. */
export async function loadCompute(
  configuration: Configuration,
  logging: LoggingHandle,
  validator?: TokenValidator,
): Promise<ServiceOfApplications> {
  const init = { configuration, logging, ...(validator === undefined ? {} : { validator }) };
  const isWhole = hasBusInProcess(configuration);
  if (isWhole)
    logging.logger
      .named('nova.service')
      .info('The bus is in this process (fake://): nova-conductor, nova-scheduler and nova-compute run here too');
  const service = isWhole ? await createNova(init) : await createApi(init);
  reportConfiguration(configuration, logging);
  return {
    load: (name) => (name === COMPUTE ? Promise.resolve(service.application) : service.load(name)),
    close: () => service.close(),
  };
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
