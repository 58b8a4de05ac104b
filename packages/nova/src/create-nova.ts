// SPDX-License-Identifier: Apache-2.0
import { FakeBroker, transportFromConf } from '@stackport/messaging';
import { HostDiscovery } from './cells/host-discovery.js';
import { HostMappingRepository } from './cells/host-mapping-repository.js';
import { createComputeDriver } from './compute/drivers/create-driver.js';
import { createNovaCompute } from './compute/service.js';
import { createNovaConductor } from './conductor/service.js';
import { configuredNeighbours, type Neighbours } from './neighbours.js';
import { openConfiguredDatabases } from './open-configured-databases.js';
import { createNovaScheduler } from './scheduler/service.js';
import { createNovaApi, type NovaApi, type NovaApiInit } from './service.js';

export interface NovaInit extends Omit<NovaApiInit, 'neighbours'> {
  /** Those that the configuration names where they are not given. */
  readonly neighbours?: Partial<Neighbours>;
  /** Names of the compute hosts; the one of `[DEFAULT] host` where none is given. */
  readonly hosts?: readonly string[];
  /** Where fake guests are kept from one start to the next. */
  readonly guestFolder?: string;
}

/**
 * Builds and starts all of Compute in one process: conductor, scheduler and compute hosts, and the API before them, over
 * the same databases and one bus. Where nobody else can be on the bus (`fake://`), this is what has to serve. Rejects as
 * `createNovaApi`, and where a worker cannot be built.
 */
export async function createNova(init: NovaInit): Promise<NovaApi> {
  const { configuration, logging, guestFolder } = init;
  const { logger } = logging;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const databases = init.databases ?? (await openConfiguredDatabases(configuration, logger));
    if (init.databases === undefined) closing.push(() => databases.close());
    const fakeBroker = init.fakeBroker ?? new FakeBroker();
    const transport =
      init.transport ?? transportFromConf(configuration, { fakeBroker, logger: logger.named('oslo.messaging') });
    if (init.transport === undefined) closing.push(() => transport.close());
    const neighbours = configuredNeighbours(configuration, logger, init.neighbours);
    closing.push(() => neighbours.close());
    const shared = { configuration, logging, transport, databases, ...neighbours };
    const conductor = await createNovaConductor(shared);
    await conductor.start();
    closing.push(() => conductor.stop());
    const [api, scheduler] = await Promise.all([
      createNovaApi({ ...init, databases, transport, neighbours }),
      createNovaScheduler(shared),
    ]);
    closing.push(() => api.close());
    await scheduler.start();
    closing.push(() => scheduler.stop());
    await Promise.all(
      (init.hosts ?? [undefined]).map(async (host) => {
        const named = host === undefined ? {} : { host };
        const driver = await createComputeDriver(configuration, logger.named('nova.virt'), {
          ...named,
          ...(guestFolder === undefined ? {} : { stateFolder: guestFolder }),
        });
        const compute = createNovaCompute({ ...shared, ...named, driver });
        await compute.start();
        closing.push(() => compute.stop());
      }),
    );
    // Upstream leaves this to the operator; here nobody else could be the host's cell.
    await new HostDiscovery({ cells: databases.cells, hosts: new HostMappingRepository(databases.api), logger }).run();
    return { ...api, close };
  } catch (error) {
    await close();
    throw error;
  }
}
