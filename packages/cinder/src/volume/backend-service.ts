// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { RpcServer, type Transport } from '@stackport/messaging';
import { shortHostOf } from '../rpc/addressing.js';
import type { ServiceRepository, ServiceRow } from '../services/service-repository.js';
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
  readonly #timers: NodeJS.Timeout[] = [];
  #servers: readonly RpcServer[] = [];
  #attempt = 0;
  #stopped = false;

  constructor(init: BackendServiceInit) {
    this.#init = init;
  }

  get manager(): VolumeManager {
    return this.#init.manager;
  }

  get host(): string {
    return this.#init.host;
  }

  async start(context: RequestContext): Promise<void> {
    const service = await this.#register();
    await this.#initialise(context, service);
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
    this.#every(this.#init.reportInterval, () => this.#report(service));
    this.#every(this.#init.statsInterval, () => manager.backend.publish(context));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const server of this.#servers) await server.stop();
    for (const server of this.#servers) await server.wait();
    await this.#init.manager.close();
  }

  async #register(): Promise<ServiceRow> {
    const { services, host, availabilityZone } = this.#init;
    const present = await services.find(host, TOPIC);
    if (present === null)
      return services.create({
        host,
        binary: TOPIC,
        topic: TOPIC,
        availabilityZone,
        rpcCurrentVersion: VOLUME_RPC_VERSION,
        objectCurrentVersion: '1.39',
      });
    await services.update(present.id, {
      availabilityZone,
      rpcCurrentVersion: VOLUME_RPC_VERSION,
      objectCurrentVersion: '1.39',
    });
    return present;
  }

  async #initialise(context: RequestContext, service: ServiceRow): Promise<void> {
    const { manager, services, retries, logger } = this.#init;
    if (await manager.initHost(context, service)) {
      await services.beat(service.id);
      return;
    }
    if (manager.backend.init.driver === undefined || this.#attempt >= retries || this.#stopped) return;
    const wait = FIRST_RETRY * 2 ** this.#attempt;
    this.#attempt += 1;
    logger.warning(`The driver is tried again in ${wait} seconds`);
    this.#timers.push(
      setTimeout(() => {
        this.#initialise(context, service).catch((error: unknown) =>
          logger.error('Failed to initialize driver.', error),
        );
      }, wait * 1000),
    );
  }

  /** A back end that cannot work is not heard of, and shown down for that. */
  async #report(service: ServiceRow): Promise<void> {
    const { manager, services, logger } = this.#init;
    if (!manager.backend.isInitialized) {
      logger.error('Manager for service cinder-volume is not running, skipping the report of its state');
      return;
    }
    if (!(await services.beat(service.id))) logger.error(`The row of service ${this.host} is gone`);
  }

  #every(seconds: number, action: () => Promise<void>): void {
    const timer = setInterval(() => {
      action().catch((error: unknown) => this.#init.logger.error('Error during periodic work', error));
    }, seconds * 1000);
    this.#timers.push(timer);
  }
}
