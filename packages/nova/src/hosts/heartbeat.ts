// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { ServiceBinaryExists } from '../errors/hosts.js';
import type { CellServices } from './cell-services.js';
import type { ServiceValues } from './host.js';

/** What services of Zed have in the column `version` of their rows (nova 26, objects/service.py, SERVICE_VERSION). */
export const SERVICE_VERSION = 64;

export interface HeartbeatInit {
  /** Of the database that the process is configured with. */
  readonly services: Pick<CellServices, 'find' | 'create' | 'save'>;
  readonly host: string;
  /** `nova-scheduler`, `nova-conductor`. */
  readonly binary: string;
  /** `scheduler`, `conductor`. */
  readonly topic: string;
  /** `report_interval`, seconds; 0 for no sign of life. */
  readonly interval: number;
  /** Is told of the row, where this made it. */
  readonly created?: (service: ServiceValues) => Promise<void>;
  readonly logger: Logger;
}

/** The row of a service that has a database, and its signs of life: the counter in it goes on. */
export class Heartbeat {
  readonly #init: HeartbeatInit;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(init: HeartbeatInit) {
    this.#init = init;
  }

  /** Makes the row where there is none, and the first sign of life. Rejects where the database does not answer. */
  async start(): Promise<void> {
    const { interval } = this.#init;
    await this.#report();
    if (interval === 0) return;
    this.#timer = setInterval(() => void this.beat(), interval * 1000);
    this.#timer.unref();
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  /** One sign of life, after the one that is under way. A failure is logged: the next one tries again. */
  beat(): Promise<void> {
    this.#beating = this.#beating
      .then(() => this.#report())
      .catch((error: unknown) => this.#init.logger.error('Unexpected error while reporting service status', error));
    return this.#beating;
  }

  /** A row that was deleted meanwhile is made anew. */
  async #report(): Promise<void> {
    const { services, host, binary } = this.#init;
    const row = (await services.find(host, binary)) ?? (await this.#create());
    const changes = { report_count: row.report_count + 1, version: SERVICE_VERSION };
    await services.save(row.id, changes);
  }

  async #create(): Promise<ServiceValues> {
    const { services, host, binary, topic, created } = this.#init;
    const values = { host, binary, topic, report_count: 0, disabled: false, version: SERVICE_VERSION };
    try {
      const made = await services.create({ ...values, forced_down: false });
      await created?.(made);
      return made;
    } catch (error) {
      // Another process of the host was faster.
      const made = error instanceof ServiceBinaryExists ? await services.find(host, binary) : undefined;
      if (made === undefined) throw error;
      return made;
    }
  }
}
