// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { QuotaEngine } from './quota-engine.js';

/** Gives back expired reservations at start and every `reservation_clean_interval` seconds. */
export class ReservationCleaner {
  readonly #quotas: QuotaEngine;
  readonly #interval: number;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param interval - seconds; 0 for once, at start */
  constructor({ quotas, interval, logger }: { quotas: QuotaEngine; interval: number; logger: Logger }) {
    this.#quotas = quotas;
    this.#interval = interval;
    this.#logger = logger;
  }

  /** Resolves when the first round is done. */
  async start(): Promise<void> {
    if (this.#interval > 0) {
      // The longest that a timer can wait.
      const milliseconds = Math.min(this.#interval * 1000, 2 ** 31 - 1);
      this.#timer = setInterval(() => void this.clean(), milliseconds).unref();
    }
    await this.clean();
  }

  /** One round, after the one that goes on. A failure is logged: the next round tries again. */
  clean(): Promise<void> {
    this.#running = this.#running.then(async () => {
      try {
        await this.#quotas.expireReservations();
      } catch (error) {
        this.#logger.error('Expired reservations could not be given back', error);
      }
    });
    return this.#running;
  }

  /** Resolves when nothing goes on any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
