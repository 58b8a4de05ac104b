// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ServiceRepository, ServiceRow } from './service-repository.js';

export interface ServiceHeartbeatInit {
  readonly services: ServiceRepository;
  readonly host: string;
  /** `cinder-scheduler`, …: the topic too. */
  readonly binary: string;
  readonly availabilityZone: string;
  /** Of the RPC API that the service serves. */
  readonly rpcVersion: string;
  /** `report_interval`, seconds. */
  readonly interval: number;
  /** No sign of life is given while this is false: the service is shown down. True by default. */
  readonly isWorking?: () => boolean;
  /** Told which row is the service's, at start and where it had to be made anew. */
  readonly onRow?: (row: ServiceRow) => void;
  readonly logger: Logger;
}

/** Version of the versioned objects that Zed's services have in their rows. */
const OBJECT_VERSION = '1.39';

/** The row of a service in `services`, and its signs of life. */
export class ServiceHeartbeat {
  readonly #init: ServiceHeartbeatInit;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(init: ServiceHeartbeatInit) {
    this.#init = init;
  }

  /** Makes the row where there is none, and writes into it what this process is. Rejects where the database does not answer. */
  async register(): Promise<ServiceRow> {
    const { services, host, binary, availabilityZone, rpcVersion, onRow } = this.#init;
    const values = { availabilityZone, rpcCurrentVersion: rpcVersion, objectCurrentVersion: OBJECT_VERSION };
    let row = await services.find(host, binary);
    if (row === null) row = await services.create({ host, binary, topic: binary, ...values });
    else await services.update(row.id, values);
    onRow?.(row);
    return row;
  }

  /** Resolves with the first sign of life. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.beat(), this.#init.interval * 1000);
    this.#timer.unref();
    await this.beat();
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  /** One sign of life, after the one that is under way. */
  beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#beat());
    return this.#beating;
  }

  /** A failure is logged: the next one tries again. A row that was deleted meanwhile is made anew. */
  async #beat(): Promise<void> {
    const { services, host, binary, isWorking, logger } = this.#init;
    try {
      const row = (await services.find(host, binary)) ?? (await this.register());
      if (isWorking === undefined || isWorking()) await services.beat(row.id);
      else logger.error(`Manager for service ${binary} is not reporting itself as working: no sign of life.`);
    } catch (error) {
      logger.error('Recovery of the sign of life is tried at the next one.', error);
    }
  }
}
