// SPDX-License-Identifier: Apache-2.0
import { FakeBroker, transportFromConf } from '@stackport/messaging';
import { createCinderBackup } from './backup/service.js';
import { openConfiguredDatabase } from './open-configured-database.js';
import { createCinderScheduler } from './scheduler/service.js';
import { type CinderApi, type CinderApiInit, createCinderApi } from './service.js';
import { createCinderVolume } from './volume/create-cinder-volume.js';

/**
 * Builds and starts all of Block Storage in one process: scheduler, volume and backup, and the API before them, over one
 * database and one bus. Where nobody else can be on the bus (`fake://`), this is what has to serve. Rejects as
 * `createCinderApi`, and where a worker cannot be built.
 */
export async function createCinder(init: CinderApiInit): Promise<CinderApi> {
  const { configuration, logging } = init;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const database = init.database ?? (await openConfiguredDatabase(configuration, logging.logger));
    if (init.database === undefined) closing.push(() => database.close());
    const fakeBroker = init.fakeBroker ?? new FakeBroker();
    const transport =
      init.transport ??
      transportFromConf(configuration, { fakeBroker, logger: logging.logger.named('oslo.messaging') });
    if (init.transport === undefined) closing.push(() => transport.close());
    const shared = { configuration, logging, database, transport, logLevels: logging.levels };
    // The API is built first: it fills a new database with what the others look for.
    const api = await createCinderApi({ ...init, database, transport });
    closing.push(() => api.close());
    const workers = [createCinderScheduler, createCinderVolume, createCinderBackup];
    for (const create of workers) {
      const worker = await create(shared);
      await worker.start();
      closing.push(() => worker.stop());
    }
    return { ...api, close };
  } catch (error) {
    await close();
    throw error;
  }
}
