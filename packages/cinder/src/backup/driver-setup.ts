// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { BackupDriverException } from '../errors/backups.js';
import type { BackupDriver } from './drivers/backup-driver.js';

export interface DriverSetupInit {
  /** `backup_driver` */
  readonly name: string;
  readonly create: () => Promise<BackupDriver>;
  /** Seconds until one that could not be set up is tried again. */
  readonly interval: number;
  readonly logger: Logger;
}

/** The driver, tried again and again until it works; until then the service says that it does not. */
export class DriverSetup {
  readonly #init: DriverSetupInit;
  #driver: BackupDriver | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(init: DriverSetupInit) {
    this.#init = init;
  }

  get name(): string {
    return this.#init.name;
  }

  get isWorking(): boolean {
    return this.#driver !== undefined;
  }

  /** Throws `BackupDriverException` while it does not work. */
  get driver(): BackupDriver {
    if (this.#driver === undefined) throw new BackupDriverException(`${this.#init.name} is not set up`);
    return this.#driver;
  }

  /** Whether a backup that says `service` is one of this driver; upstream once wrote the module instead of the class. */
  isOurs(service: string | null): boolean {
    return !service || this.#init.name.startsWith(service);
  }

  /** Resolves after the first try, whatever came of it. */
  async start(): Promise<void> {
    const { create, interval, logger } = this.#init;
    let driver: BackupDriver | undefined;
    try {
      driver = await create();
      await driver.checkForSetupError();
    } catch (error) {
      await driver?.close();
      logger.error('Failed to initialize driver.', error);
      if (!this.#isStopped) this.#timer = setTimeout(() => void this.start(), interval * 1000);
      return;
    }
    if (this.#isStopped) return driver.close();
    this.#driver = driver;
    logger.info('Backup driver was successfully initialized.');
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#driver?.close();
  }
}
