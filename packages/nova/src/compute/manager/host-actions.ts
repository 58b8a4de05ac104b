// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { NotImplementedError } from '../drivers/errors.js';
import type { ComputeContext } from './compute-context.js';

type PowerAction = 'startup' | 'shutdown' | 'reboot';

/** What becomes of an image that was to be fetched in advance. */
export type CacheOutcome = 'cached' | 'existing' | 'unsupported' | 'error';

/** What is done with the host itself (nova 26, compute/manager.py). */
export class HostActions {
  readonly #compute: ComputeContext;
  readonly #markDisabled: (isDisabled: boolean) => Promise<void>;

  /** @param markDisabled - has placement know whether the scheduler may choose this host */
  constructor(compute: ComputeContext, markDisabled: (isDisabled: boolean) => Promise<void>) {
    this.#compute = compute;
    this.#markDisabled = markDisabled;
  }

  power(action: unknown): Promise<string> {
    return this.#compute.driver.hostPowerAction(action as PowerAction);
  }

  maintenance(isOn: boolean): Promise<string> {
    return this.#compute.driver.setHostMaintenance(isOn);
  }

  /** Whether a file that another host made is here too. Rejects with `NotImplementedError`. */
  sees(path: string): Promise<boolean> {
    return this.#compute.driver.sees(path);
  }

  /** The service's row is the API's; here the trait and the driver follow. Placement that does not answer is no error. */
  async enable(isEnabled: boolean): Promise<string> {
    const { driver, logger } = this.#compute;
    try {
      await this.#markDisabled(!isEnabled);
    } catch (error) {
      logger.error('An error occurred while updating the COMPUTE_STATUS_DISABLED trait', error);
    }
    try {
      return await driver.setHostEnabled(isEnabled);
    } catch (error) {
      if (!(error instanceof NotImplementedError)) throw error;
      logger.debug('Compute driver does not implement set_host_enabled');
      return isEnabled ? 'enabled' : 'disabled';
    }
  }

  /** Fetches images before anybody starts a server of them. @returns what became of each */
  async cacheImages(context: NovaContext, imageIds: readonly string[]): Promise<Record<string, CacheOutcome>> {
    const { driver, guests, images, logger } = this.#compute;
    const outcomes: Record<string, CacheOutcome> = {};
    for (const id of imageIds)
      try {
        const isNew = await driver.cacheImage(guests.image(context, await images.show(context, id)));
        outcomes[id] = isNew ? 'cached' : 'existing';
      } catch (error) {
        outcomes[id] = error instanceof NotImplementedError ? 'unsupported' : 'error';
        logger.error(`Failed to cache image ${id}`, error);
      }
    return outcomes;
  }
}
