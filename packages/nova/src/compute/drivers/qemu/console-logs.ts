// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { ConsoleLog } from './console-log.js';
import type { Machines } from './machines.js';

/** Milliseconds between two looks at how long they have grown. */
const TRIM_MS = 60_000;

/** What the guests of a host write to their serial ports, kept from growing for good. */
export class ConsoleLogs {
  readonly #machines: Machines;
  readonly #logger: Logger;
  #trimming: NodeJS.Timeout | undefined;

  constructor(machines: Machines, logger: Logger) {
    this.#machines = machines;
    this.#logger = logger;
  }

  watch(): void {
    this.#trimming = setInterval(() => void this.#trim(), TRIM_MS);
    this.#trimming.unref();
  }

  stop(): void {
    clearInterval(this.#trimming);
  }

  /** Rejects with `InstanceNotFound`. */
  async read(uuid: string): Promise<Buffer> {
    return new ConsoleLog(this.#machines.get(uuid).folder.consoleLog).read();
  }

  async #trim(): Promise<void> {
    for (const { folder, definition } of this.#machines.all())
      await new ConsoleLog(folder.consoleLog).trim().catch((error: unknown) => {
        this.#logger.error(`The console log of ${definition.uuid} could not be cut`, error);
      });
  }
}
