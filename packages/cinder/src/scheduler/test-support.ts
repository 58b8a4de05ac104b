// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { loggingOptions, RequestContext, setupLogging } from '@stackport/context';
import { now } from '@stackport/database';
import {
  FakeBroker,
  RpcClient,
  RpcServer,
  transportFromConf,
  type Endpoint,
  type Transport,
} from '@stackport/messaging';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import type { Prisma } from '../generated/mysql/client.js';
import { decodeArguments } from '../rpc/create-endpoint.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { VolumeTypeRepository } from '../volume-types/volume-type-repository.js';
import { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import { cinderSchedulerOptionGroups } from './scheduler-option-groups.js';
import { createCinderScheduler, type CinderScheduler } from './service.js';

/** A message that a worker got, decoded and as it was on the wire. */
export interface Got {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Methods of cinder-volume and cinder-backup that a scheduler casts. */
const VOLUME_METHODS = [
  'create_volume',
  'create_snapshot',
  'manage_existing_snapshot',
  'create_group',
  'migrate_volume',
  'retype',
  'manage_existing',
  'extend_volume',
  'do_cleanup',
];

/** A cinder-scheduler on a bus inside the process, over SQLite, with workers that keep what they get. */
export class SchedulerPlayground {
  readonly context = new RequestContext({ userId: 'user', projectId: 'project', roles: ['member'] });
  readonly got: Got[] = [];
  readonly typeId = randomUUID();
  readonly #servers: RpcServer[] = [];
  readonly #schedulers: CinderScheduler[] = [];

  private constructor(
    readonly folder: string,
    readonly database: CinderDatabase,
    readonly transport: Transport,
    readonly configuration: Configuration,
  ) {}

  static async open(values: Record<string, unknown> = {}): Promise<SchedulerPlayground> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-scheduler-'));
    const database = await openCinderDatabase(`sqlite:///${join(folder, 'cinder.sqlite')}`, { logger: silentLogger });
    const configuration = Configuration.of([...cinderSchedulerOptionGroups, loggingOptions], {
      DEFAULT: { host: 'node', transport_url: 'fake://', ...values },
      oslo_messaging_notifications: { driver: ['messagingv2'] },
    });
    const transport = transportFromConf(configuration, { fakeBroker: new FakeBroker() });
    const playground = new SchedulerPlayground(folder, database, transport, configuration);
    await database.client.volumeType.create({ data: { id: playground.typeId, name: 'plain', createdAt: now() } });
    return playground;
  }

  get rpc(): SchedulerRpc {
    return new SchedulerRpc(new RpcClient(this.transport, { topic: 'cinder-scheduler', version: '3.0' }));
  }

  get volumes(): VolumeRepository {
    return new VolumeRepository(this.database, new VolumeTypeRepository(this.database));
  }

  /** @param options.logLevels - what the service's process would give */
  async start(options: { readonly logLevels?: Record<string, string> } = {}): Promise<CinderScheduler> {
    const { configuration, transport, database } = this;
    const logging = setupLogging(configuration, 'cinder-scheduler', { write: () => undefined });
    const levels = options.logLevels ?? {};
    const scheduler = await createCinderScheduler({
      configuration,
      logging,
      transport,
      database,
      logLevels: { set: (prefix, level) => void (levels[prefix] = level), get: () => levels },
    });
    this.#schedulers.push(scheduler);
    await scheduler.start();
    return scheduler;
  }

  /** The row and the queues of a back end `node@<name>`; it reports where its pool's GiB are given. */
  async backend(name: string, free?: number): Promise<void> {
    const host = `node@${name}`;
    await this.database.client.service.create({
      data: {
        host,
        binary: 'cinder-volume',
        topic: 'cinder-volume',
        availabilityZone: 'nova',
        uuid: randomUUID(),
        createdAt: now(),
        updatedAt: now(),
      },
    });
    await this.serve(`cinder-volume.${host}`, 'node', VOLUME_METHODS);
    if (free !== undefined) await this.report(name, free);
  }

  async report(name: string, free: number): Promise<void> {
    const pool = { pool_name: 'p', total_capacity_gb: 100, free_capacity_gb: free, allocated_capacity_gb: 0 };
    const capabilities = { volume_backend_name: name, storage_protocol: 'local', pools: [pool] };
    await this.rpc.updateServiceCapabilities(this.context, 'volume', `node@${name}`, capabilities);
  }

  /** A worker that keeps what it gets. */
  async serve(topic: string, server: string, methods: readonly string[], version = '3.18'): Promise<void> {
    const keep = (method: string) => async (_context: unknown, raw: Record<string, unknown>) =>
      void this.got.push({ method, args: decodeArguments(raw), raw });
    const endpoint: Endpoint = {
      target: { version },
      methods: Object.fromEntries(methods.map((method) => [method, keep(method)])),
    };
    const rpcServer = new RpcServer(this.transport, { topic, server }, [endpoint]);
    this.#servers.push(rpcServer);
    await rpcServer.start();
  }

  async volume(values: Partial<Prisma.VolumeUncheckedCreateInput> = {}): Promise<VolumeRow> {
    const id = randomUUID();
    await this.database.client.volume.create({
      data: {
        id,
        userId: 'user',
        projectId: 'project',
        size: 4,
        status: 'creating',
        attachStatus: 'detached',
        volumeTypeId: this.typeId,
        availabilityZone: 'nova',
        createdAt: now(),
        ...values,
      },
    });
    return this.read(id);
  }

  read(id: string): Promise<VolumeRow> {
    return this.volumes.get(RequestContext.admin(), id);
  }

  /** What of a method the workers got. */
  of(method: string): Got[] {
    return this.got.filter((one) => one.method === method);
  }

  async close(): Promise<void> {
    for (const scheduler of this.#schedulers) await scheduler.stop();
    for (const server of this.#servers) await server.stop();
    for (const server of this.#servers) await server.wait();
    await this.transport.close();
    await this.database.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
