// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { Capability, isCapable } from './capabilities.js';
import { BadStoreConfiguration } from './errors.js';
import type { ImageStore, StoreDriver } from './image-store.js';

/** A store under its identifier, with what became of its configuration. */
export class RegisteredStore {
  #disabled = 0;
  #configured: Promise<void> | undefined;

  /**
   * @param identifier - of `enabled_backends`; in the old style the driver's name.
   * @param store - not configured yet.
   */
  constructor(
    readonly identifier: string,
    readonly driver: StoreDriver,
    readonly store: ImageStore,
    private readonly logger: Logger,
  ) {}

  /**
   * Configures the store when it is asked for the first time. As upstream, one that fails stays readable and takes no
   * images any more.
   * @param raise - lets BadStoreConfiguration through as well.
   */
  async configure(raise = false): Promise<void> {
    this.#configured ??= this.store.configure();
    try {
      await this.#configured;
    } catch (error) {
      if (!(error instanceof BadStoreConfiguration)) throw error;
      if (this.isCapable(Capability.WRITE_ACCESS))
        this.logger.warning(`Failed to configure store correctly: ${error.message} Disabling add method.`);
      this.#disabled |= Capability.WRITE_ACCESS;
      if (raise) throw error;
    }
  }

  get capabilities(): number {
    return this.store.capabilities & ~this.#disabled;
  }

  isCapable(...wanted: readonly number[]): boolean {
    return isCapable(this.capabilities, ...wanted);
  }
}
