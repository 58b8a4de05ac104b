// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { HostManager } from './host-manager.js';

/** Milliseconds between two looks at what has reported. */
const POLL_MS = 1000;

/**
 * Holds requests back after the start until the back ends that live have reported, at most so long: before, there would
 * be no pool for any of them (upstream's _wait_for_scheduler).
 */
export class Readiness {
  readonly #hosts: HostManager;
  readonly #logger: Logger;
  readonly #seconds: number;
  readonly #open: Promise<void>;
  #resolve: () => void = () => undefined;
  #isOpen = false;
  #timers: NodeJS.Timeout[] = [];

  /** @param seconds - `scheduler_driver_init_wait_time` */
  constructor({ hosts, seconds, logger }: { hosts: HostManager; seconds: number; logger: Logger }) {
    this.#hosts = hosts;
    this.#seconds = seconds;
    this.#logger = logger;
    this.#open = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  start(): void {
    if (this.#isOpen) return;
    this.#timers = [
      setInterval(() => void this.check(), POLL_MS),
      setTimeout(() => {
        this.#logger.warning(`Not all back ends have reported within ${this.#seconds} seconds`);
        this.#letGo();
      }, this.#seconds * 1000),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Whether nothing waits any more. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What waits now waits for ever: its messages are another's, once this one's connection is closed. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Looks whether it is time: on a timer, and when a report comes. */
  async check(): Promise<void> {
    if (this.#isOpen) return;
    try {
      if ((await this.#hosts.hasAllReports()) && (await this.#hosts.pools()).length > 0) this.#letGo();
    } catch (error) {
      this.#logger.error('Living back ends could not be read', error);
    }
  }

  /** Resolves when requests may be served. */
  wait(): Promise<void> {
    return this.#open;
  }

  #letGo(): void {
    this.stop();
    this.#isOpen = true;
    this.#resolve();
  }
}
