// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { RpcServer, type Transport } from '@stackport/messaging';
import { shortHostOf } from '../rpc/addressing.js';
import { ServiceHeartbeat } from '../services/heartbeat.js';
import type { ServiceRepository } from '../services/service-repository.js';
import { volumeEndpoint, VOLUME_RPC_VERSION, type LogLevels } from './volume-endpoint.js';
import type { VolumeManager } from './volume-manager.js';

export interface BackendServiceInit {
  readonly manager: VolumeManager;
  /** `host@backend` */
  readonly host: string;
  readonly transport: Transport;
  readonly services: ServiceRepository;
  readonly availabilityZone: string;
  /** Seconds. */
  readonly reportInterval: number;
  /** Seconds. */
  readonly statsInterval: number;
  /** Seconds between two looks for work that was claimed and given up. */
  readonly cleanupInterval: number;
  /** How often a driver that could not be set up is tried again. */
  readonly retries: number;
  readonly logLevels: LogLevels;
  readonly logger: Logger;
}

const TOPIC = 'cinder-volume';

/** Seconds until a driver that could not be set up is tried again the first time; doubling. */
const FIRST_RETRY = 1;

/** One back end on the bus: its queues, its row in `services`, and its reports. */
export class BackendService {
  readonly #init: BackendServiceInit;
  readonly #heartbeat: ServiceHeartbeat;
  readonly #timers: NodeJS.Timeout[] = [];
  #servers: readonly RpcServer[] = [];
  #attempt = 0;
  #stopped = false;
  #settling: Promise<void> = Promise.resolve();

  constructor(init: BackendServiceInit) {
    this.#init = init;
    const { backend } = init.manager;
    this.#heartbeat = new ServiceHeartbeat({
      services: init.services,
      host: init.host,
      binary: TOPIC,
      availabilityZone: init.availabilityZone,
      rpcVersion: VOLUME_RPC_VERSION,
      interval: init.reportInterval,
      // A back end that cannot work is not heard of, and shown down for that.
      isWorking: () => backend.isInitialized,
      onRow: (row) => {
        backend.service = row;
      },
      logger: init.logger,
    });
  }

  get manager(): VolumeManager {
    return this.#init.manager;
  }

  get host(): string {
    return this.#init.host;
  }

  async start(context: RequestContext): Promise<void> {
    await this.#heartbeat.register();
    await this.#initialise(context);
    const { transport, host, manager, logLevels, logger } = this.#init;
    const endpoint = volumeEndpoint(manager, logLevels);
    // A claim is recorded before a message is forgotten (decisions 12); errors are told under upstream's names.
    const options = { logger, acknowledge: 'claim', errorModule: 'cinder.exception' } as const;
    this.#servers = [
      new RpcServer(transport, { topic: TOPIC, server: host }, [endpoint], options),
      new RpcServer(transport, { topic: `${TOPIC}.${host}`, server: shortHostOf(host) }, [endpoint], options),
    ];
    for (const server of this.#servers) await server.start();
    await manager.backend.publish(context);
    await this.#heartbeat.start();
    this.#every(this.#init.statsInterval, () => manager.backend.publish(context));
    this.#every(this.#init.cleanupInterval, () => this.#settle());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const server of this.#servers) await server.stop();
    for (const server of this.#servers) await server.wait();
    await this.#settling;
    await this.#heartbeat.stop();
    await this.#init.manager.close();
  }

  async #initialise(context: RequestContext): Promise<void> {
    const { manager, retries, logger } = this.#init;
    if (await manager.initHost(context)) {
      // At start the first sign of life is given when messages are taken.
      if (this.#attempt > 0) await this.#heartbeat.beat();
      return;
    }
    if (manager.backend.init.driver === undefined || this.#attempt >= retries || this.#stopped) return;
    const wait = FIRST_RETRY * 2 ** this.#attempt;
    this.#attempt += 1;
    logger.warning(`The driver is tried again in ${wait} seconds`);
    this.#timers.push(
      setTimeout(() => {
        this.#initialise(context).catch((error: unknown) => logger.error('Failed to initialize driver.', error));
      }, wait * 1000),
    );
  }

  /** After the round that is under way, for one may take long: it deletes what was being deleted. */
  #settle(): Promise<void> {
    const round = this.#settling.then(() => this.#init.manager.doCleanup(RequestContext.admin({ roles: ['admin'] })));
    this.#settling = round.catch(() => undefined);
    return round;
  }

  #every(seconds: number, action: () => Promise<void>): void {
    const timer = setInterval(() => {
      action().catch((error: unknown) => this.#init.logger.error('Error during periodic work', error));
    }, seconds * 1000);
    this.#timers.push(timer);
  }
}
