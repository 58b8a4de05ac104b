// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';

export interface ComputeReportsInit {
  /** Seconds; none for 0 or less. */
  readonly intervals: { readonly report: number; readonly power: number };
  readonly beat: () => Promise<void>;
  readonly updateResources: () => Promise<void>;
  readonly syncPower: () => Promise<void>;
  /** What else is seen to, and the seconds between two times. */
  readonly chores: readonly { readonly seconds: number; readonly what: string; readonly work: () => Promise<void> }[];
  readonly logger: Logger;
}

/** Seconds between two looks at what a host has: upstream's periodic spacing. */
const RESOURCES_INTERVAL = 60;

/** What a compute host does from time to time; one that is late is not done twice. A failure is logged, and tried again. */
export class ComputeReports {
  readonly #init: ComputeReportsInit;
  #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(init: ComputeReportsInit) {
    this.#init = init;
  }

  start(): void {
    const { intervals, beat, updateResources, syncPower, chores } = this.#init;
    this.#every(intervals.report, 'the sign of life', beat);
    this.#every(RESOURCES_INTERVAL, 'the report of resources', updateResources);
    this.#every(intervals.power, 'the look at power states', syncPower);
    for (const { seconds, what, work } of chores) this.#every(seconds, what, work);
  }

  /** Resolves when nothing is under way. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await Promise.all(this.#running);
  }

  #every(seconds: number, what: string, work: () => Promise<void>): void {
    if (seconds <= 0) return;
    let isAtWork = false;
    const once = async (): Promise<void> => {
      isAtWork = true;
      try {
        await work();
      } catch (error) {
        this.#init.logger.error(`Failed: ${what}`, error);
      } finally {
        isAtWork = false;
      }
    };
    const timer = setInterval(() => {
      if (isAtWork) return;
      const running = once();
      this.#running.add(running);
      void running.finally(() => this.#running.delete(running));
    }, seconds * 1000);
    timer.unref();
    this.#timers.push(timer);
  }
}
