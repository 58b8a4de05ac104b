// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { HostDiscovery } from '../cells/host-discovery.js';

export interface HostFinderInit {
  readonly discovery: Pick<HostDiscovery, 'run'>;
  /** `discover_hosts_in_cells_interval`, seconds; 0 for the default of periodic work, below 0 for none. */
  readonly interval: number;
  readonly logger: Logger;
}

const DEFAULT_INTERVAL = 60;

/** Maps compute hosts that are new to their cells, from time to time. */
export class HostFinder {
  readonly #init: HostFinderInit;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(init: HostFinderInit) {
    this.#init = init;
  }

  /** Resolves when it has looked for the first time. */
  async start(): Promise<void> {
    const { interval } = this.#init;
    if (interval < 0) return;
    this.#timer = setInterval(() => void this.run(), (interval === 0 ? DEFAULT_INTERVAL : interval) * 1000);
    this.#timer.unref();
    await this.run();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One look, after the one that is under way. A failure is logged. */
  run(): Promise<void> {
    const { discovery, logger } = this.#init;
    this.#running = this.#running.then(async () => {
      try {
        await discovery.run();
      } catch (error) {
        logger.error('Hosts of cells could not be looked for', error);
      }
    });
    return this.#running;
  }
}
