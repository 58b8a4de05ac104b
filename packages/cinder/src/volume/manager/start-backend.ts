// SPDX-License-Identifier: Apache-2.0
import type { VolumeBackend } from './volume-backend.js';

/** Makes a back end ready (upstream's init_host). */
export class StartBackend {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  /** @returns whether the back end can work now; why not is in the log */
  async initialise(): Promise<boolean> {
    const { init } = this.#backend;
    if (init.driver === undefined) return false;
    init.logger.info(`Starting volume driver ${init.driver.name} (${init.driver.version})`);
    try {
      await init.driver.initialise();
      await init.driver.checkForSetupError();
    } catch (error) {
      init.logger.error('Failed to initialize driver.', error);
      return false;
    }
    for (const volume of await init.repository.listVolumes(init.host))
      if (volume.status === 'available' || volume.status === 'in-use') {
        this.#backend.count(volume, 1);
        if (volume.status !== 'in-use') continue;
        try {
          await init.driver.ensureExport(volume);
        } catch (error) {
          init.logger.error(`Failed to re-export volume ${volume.id}, setting to ERROR.`, error);
          await init.repository.updateVolume(volume.id, { status: 'error' }, { status: 'in-use' });
        }
      }
    this.#backend.markInitialized();
    init.logger.info('Driver initialization completed successfully.');
    return true;
  }
}
