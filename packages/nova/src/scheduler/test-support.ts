// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { FakeBroker, type Transport, transportFromConf } from '@stackport/messaging';
import { AggregateRepository } from '../aggregates/aggregate-repository.js';
import { type CellMapping, CellMappingRepository } from '../cells/index.js';
import { NovaContext } from '../context.js';
import type { CellDatabase } from '../database.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import type { ComputeNodeValues } from '../hosts/host.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import { type NovaDatabases, openConfiguredDatabases } from '../open-configured-databases.js';
import { MemoryPlacement } from '../placement/test-support.js';
import { createClients } from '../rpc/create-clients.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { createFilterScheduler } from './create-filter-scheduler.js';
import { schedulerCells } from './open-cells.js';
import { novaWorkerOptionGroups } from '../worker-option-groups.js';
import { createNovaScheduler, type NovaScheduler } from './service.js';

type Values = Readonly<Record<string, unknown>>;

/** What of a host a test says; sizes as those of `ComputeNodeValues`. */
export interface TestHost {
  readonly cell?: 'cell1' | 'cell2';
  readonly vcpus?: number;
  readonly memory_mb?: number;
  readonly node?: Partial<ComputeNodeValues>;
  readonly service?: Values;
}

/** Databases of SQLite with two cells, placement in memory, and a bus in the process. */
export class SchedulerPlayground {
  readonly context = new NovaContext({ userId: 'user', projectId: 'project', roles: ['member'] });
  readonly placement = new MemoryPlacement();
  readonly #schedulers: NovaScheduler[] = [];

  private constructor(
    readonly folder: string,
    readonly configuration: Configuration,
    readonly databases: NovaDatabases,
    readonly transport: Transport,
    private readonly cells: Readonly<
      Record<string, { readonly mapping: CellMapping; readonly database: CellDatabase }>
    >,
  ) {}

  static async open(values: Readonly<Record<string, Values>> = {}): Promise<SchedulerPlayground> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-nova-scheduler-'));
    const url = (name: string): string => `sqlite:///${join(folder, name)}`;
    const configuration = Configuration.of([...novaWorkerOptionGroups, loggingOptions], {
      ...values,
      DEFAULT: { host: 'controller', transport_url: 'fake://', control_exchange: 'nova', ...values.DEFAULT },
      api_database: { connection: url('nova_api.sqlite') },
      database: { connection: url('nova.sqlite') },
      oslo_messaging_notifications: { driver: ['messagingv2'] },
    });
    const databases = await openConfiguredDatabases(configuration, silentLogger);
    const second = { uuid: randomUUID(), name: 'cell2', transportUrl: 'fake://', databaseConnection: url('2.sqlite') };
    await new CellMappingRepository(databases.api).create([second]);
    databases.cells.refresh();
    const opened = await databases.cells.gather(async (cell) => cell, await databases.cells.listWithHosts());
    const cells = Object.fromEntries(opened.map((cell) => [cell.mapping.name ?? '', cell]));
    const transport = transportFromConf(configuration, { fakeBroker: new FakeBroker() });
    return new SchedulerPlayground(folder, configuration, databases, transport, cells);
  }

  cell(name: 'cell1' | 'cell2'): { readonly mapping: CellMapping; readonly database: CellDatabase } {
    const found = this.cells[name];
    if (found === undefined) throw new Error(`There is no ${name}`);
    return found;
  }

  /** A host of one hypervisor that is up, with its provider. Resolves to the hypervisor's UUID. */
  async host(
    name: string,
    { cell = 'cell1', vcpus = 4, memory_mb = 4096, node, service }: TestHost = {},
  ): Promise<string> {
    const { database } = this.cell(cell);
    const services = new CellServices(database);
    const { id } = await services.create({ host: name, binary: 'nova-compute', topic: 'compute', report_count: 0 });
    await services.save(id, { report_count: 1, ...service });
    const uuid = randomUUID();
    await new ComputeNodes(database).create({
      uuid,
      host: name,
      hypervisor_hostname: name,
      hypervisor_type: 'QEMU',
      hypervisor_version: 7_002_000,
      vcpus,
      vcpus_used: 0,
      memory_mb,
      memory_mb_used: 0,
      local_gb: 100,
      local_gb_used: 0,
      free_ram_mb: memory_mb,
      free_disk_gb: 100,
      cpu_info: '{}',
      supported_hv_specs: [{ arch: 'x86_64', hv_type: 'qemu', vm_mode: 'hvm' }],
      stats: {},
      cpu_allocation_ratio: 1,
      ...node,
    });
    await this.placement.ensureProvider(uuid, name);
    await this.placement.setInventory(uuid, {
      VCPU: { total: vcpus },
      MEMORY_MB: { total: memory_mb },
      DISK_GB: { total: 100 },
    });
    return uuid;
  }

  async aggregate(
    name: string,
    metadata: Readonly<Record<string, string>>,
    ...hosts: readonly string[]
  ): Promise<string> {
    const aggregates = new AggregateRepository(this.databases.api);
    const { id, uuid } = await aggregates.create(name, metadata);
    for (const host of hosts) {
      await aggregates.addHost(id, host);
      await this.placement.addHostToAggregate(uuid ?? '', host);
    }
    return uuid ?? '';
  }

  /** A server that is on a host already. Resolves to its UUID. */
  async instance(host: string, cell: 'cell1' | 'cell2' = 'cell1'): Promise<string> {
    const uuid = randomUUID();
    await new InstanceRepository(this.cell(cell).database).create({ uuid, host, node: host });
    return uuid;
  }

  /** The choice of hosts as the service has it, with the aggregates of now. */
  async choice() {
    const parts = createFilterScheduler({
      configuration: this.configuration,
      cells: schedulerCells(this.databases.cells),
      aggregates: new AggregateRepository(this.databases.api),
      placement: this.placement,
      logger: silentLogger,
    });
    await parts.aggregates.load();
    return parts;
  }

  async start(): Promise<NovaScheduler> {
    const { configuration, databases, transport, placement } = this;
    const logging = setupLogging(configuration, 'nova-scheduler', { write: () => undefined });
    const scheduler = await createNovaScheduler({ configuration, logging, transport, databases, placement });
    this.#schedulers.push(scheduler);
    await scheduler.start();
    return scheduler;
  }

  get rpc(): SchedulerRpc {
    const timeouts = { responseTimeout: 30, longTimeout: 60 };
    return createClients({ transport: this.transport, timeouts }).scheduler;
  }

  async close(): Promise<void> {
    for (const scheduler of this.#schedulers) await scheduler.stop();
    await this.transport.close();
    await this.databases.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Values of a request for a server of one processor. */
export function specValues(values: Values = {}): Values {
  return {
    project_id: 'project',
    user_id: 'user',
    num_instances: 1,
    image: { id: randomUUID(), name: 'image', disk_format: 'qcow2', properties: {} },
    flavor: {
      id: 1,
      name: 'm1.small',
      flavorid: '1',
      vcpus: 1,
      memory_mb: 128,
      root_gb: 1,
      ephemeral_gb: 0,
      swap: 0,
      extra_specs: {},
    },
    ...values,
  };
}
