// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { ConnectedCells } from '../../cells/connected-cells.js';
import type { ServiceValues } from '../../hosts/host.js';

export interface CacheImagesInit {
  readonly cells: Pick<ConnectedCells, 'ofHost'>;
  readonly isUp: (service: ServiceValues) => boolean;
  /** Hosts that fetch at a time. */
  readonly concurrency: number;
  readonly logger: Logger;
}

/** Has the hosts of an aggregate fetch images in advance, some at a time (nova 26, conductor/manager.py, cache_images). */
export class CacheImages {
  readonly #init: CacheImagesInit;

  constructor(init: CacheImagesInit) {
    this.#init = init;
  }

  /** A host that cannot be asked is passed over, and the log says why. */
  async run(context: RequestContext, hosts: readonly string[], imageIds: readonly string[]): Promise<void> {
    const waiting = [...hosts];
    const work = async (): Promise<void> => {
      for (let host = waiting.shift(); host !== undefined; host = waiting.shift())
        await this.#ask(context, host, imageIds);
    };
    await Promise.all(Array.from({ length: this.#init.concurrency }, work));
  }

  async #ask(context: RequestContext, host: string, imageIds: readonly string[]): Promise<void> {
    const { cells, isUp, logger } = this.#init;
    try {
      const { services, compute } = await cells.ofHost(host);
      const service = await services.find(host, 'nova-compute');
      if (service === undefined || !isUp(service)) {
        logger.info(`Skipping image pre-cache operation to host ${host} because it is not up`);
        return;
      }
      const outcomes = await compute.cacheImages(context, host, imageIds);
      for (const [image, outcome] of Object.entries(outcomes))
        if (outcome === 'error') logger.warning(`Image pre-cache operation for image ${image} failed on host ${host}`);
    } catch (error) {
      logger.error(`Image pre-cache operation failed on host ${host}`, error);
    }
  }
}
