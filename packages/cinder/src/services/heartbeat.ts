// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ServiceRepository } from './service-repository.js';

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
  readonly logger: Logger;
}

/** Version of the versioned objects that Zed's services have in their rows. */
const OBJECT_VERSION = '1.39';

/** The row of a process in `services`, and its signs of life. */
export class ServiceHeartbeat {
  readonly #init: ServiceHeartbeatInit;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(init: ServiceHeartbeatInit) {
    this.#init = init;
  }

  /** Resolves with the first sign of life. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#next(), this.#init.interval * 1000);
    this.#timer.unref();
    await this.#next();
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  #next(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#beat());
    return this.#beating;
  }

  /** A failure is logged: the next one tries again. A row that was deleted meanwhile is made anew. */
  async #beat(): Promise<void> {
    const { services, host, binary, availabilityZone, rpcVersion, isWorking, logger } = this.#init;
    try {
      const row =
        (await services.find(host, binary)) ??
        (await services.create({
          host,
          binary,
          topic: binary,
          availabilityZone,
          rpcCurrentVersion: rpcVersion,
          objectCurrentVersion: OBJECT_VERSION,
        }));
      if (isWorking === undefined || isWorking()) await services.beat(row.id);
      else logger.error(`Manager for service ${binary} is not reporting itself as working: no sign of life.`);
    } catch (error) {
      logger.error('Recovery of the sign of life is tried at the next one.', error);
    }
  }
}
