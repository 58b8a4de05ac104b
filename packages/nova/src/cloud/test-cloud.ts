// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger, type GivenValues } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { FakeBroker, transportFromConf, type Transport } from '@stackport/messaging';
import { Enforcer } from '@stackport/policy';
import { AggregateRepository } from '../aggregates/aggregate-repository.js';
import { ConnectedCells, type ConnectedCell } from '../cells/connected-cells.js';
import { HostMappingRepository } from '../cells/host-mapping-repository.js';
import { HostDiscovery } from '../cells/host-discovery.js';
import { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import type { ComputeDriver } from '../compute/drivers/compute-driver.js';
import { FakeDriver } from '../compute/drivers/fake/fake-driver.js';
import type { FakeDriverSettings } from '../compute/drivers/fake/fake-settings.js';
import { createNovaCompute, type NovaCompute } from '../compute/service.js';
import { createNovaConductor, type NovaConductor } from '../conductor/service.js';
import { NovaContext } from '../context.js';
import { FlavorAccessRepository } from '../flavors/flavor-access-repository.js';
import { FlavorRepository } from '../flavors/flavor-repository.js';
import { FlavorService } from '../flavors/flavor-service.js';
import type { Images, ImageValues } from '../image/images.js';
import { KeyPairRepository } from '../keypairs/keypair-repository.js';
import { NoNetworks } from '../network/no-networks.js';
import type { Networks } from '../network/networks.js';
import { openConfiguredDatabases, type NovaDatabases } from '../open-configured-databases.js';
import { novaDefaultValues, standaloneValues } from '../options/index.js';
import { MemoryPlacement } from '../placement/test-support.js';
import { policyRules } from '../policies/index.js';
import { configuredLimits } from '../quotas/quota-resources.js';
import { QuotaRepository } from '../quotas/quota-repository.js';
import { QuotaService } from '../quotas/quota-service.js';
import { UsageCounter } from '../quotas/usage-counter.js';

import { createNovaScheduler, type NovaScheduler } from '../scheduler/service.js';
import { ServerGroupRepository } from '../server-groups/server-group-repository.js';
import type { CreateServers } from '../servers/create/create-servers.js';
import { createServersFrom } from '../servers/create/create-servers-from.js';
import type { ServerOrder } from '../servers/create/server-order.js';
import { ServiceDirectory } from '../services/service-directory.js';
import { novaApiOptionGroups } from '../service.js';
import { Zones } from '../services/zones.js';
import { MemoryVolumes } from './memory-volumes.js';

export const IMAGE: ImageValues = {
  id: '5179480b-deab-4c09-8f72-7be3d2ca49f8',
  name: 'image',
  status: 'active',
  disk_format: 'raw',
  container_format: 'bare',
  checksum: null,
  size: 1024,
  min_disk: 0,
  min_ram: 0,
  owner: 'project',
  is_public: true,
  deleted: false,
  deleted_at: null,
  created_at: '2026-11-21T08:49:52.000000',
  updated_at: '2026-11-21T08:49:52.000000',
  properties: {},
};

/** All of nova's workers in one process over a bus inside it and SQLite, with fake hosts. */
export class TestCloud {
  readonly placement = new MemoryPlacement();
  readonly volumes = new MemoryVolumes();
  /** Of hosts that are started from now on, and of the API. */
  networks: Networks = new NoNetworks();
  readonly context = new NovaContext({
    userId: 'user',
    projectId: 'project',
    projectName: 'demo',
    userName: 'me',
    roles: ['member', 'reader'],
  });
  readonly #computes = new Map<string, NovaCompute>();

  private constructor(
    readonly folder: string,
    readonly values: GivenValues,
    readonly configuration: Configuration,
    readonly transport: Transport,
    readonly databases: NovaDatabases,
    readonly lines: string[],
  ) {}

  conductor: NovaConductor | undefined;
  scheduler: NovaScheduler | undefined;

  /** @param values - of nova.conf */
  static async open(values: GivenValues = {}): Promise<TestCloud> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-nova-'));
    const configuration = await configured(folder, values);
    const transport = transportFromConf(configuration, { fakeBroker: new FakeBroker() });
    const databases = await openConfiguredDatabases(configuration, silentLogger);
    const cloud = new TestCloud(folder, values, configuration, transport, databases, []);
    await cloud.startConductor();
    cloud.scheduler = await createNovaScheduler({
      ...cloud.#parts(configuration),
      databases,
      placement: cloud.placement,
    });
    await cloud.scheduler.start();
    return cloud;
  }

  async startConductor(): Promise<void> {
    this.conductor = await createNovaConductor({
      ...this.#parts(this.configuration),
      databases: this.databases,
      placement: this.placement,
      images: images(),
    });
    await this.conductor.start();
  }

  /** Starts a compute host, and makes it known. */
  async host(name: string, settings: Partial<FakeDriverSettings> = {}): Promise<ComputeDriver> {
    const driver = new FakeDriver({ host: name, ...settings });
    await this.startCompute(name, driver);
    await new HostDiscovery({
      cells: this.databases.cells,
      hosts: new HostMappingRepository(this.databases.api),
      logger: silentLogger,
    }).run();
    return driver;
  }

  async startCompute(name: string, driver: ComputeDriver): Promise<void> {
    const compute = createNovaCompute({
      ...this.#parts(await configured(this.folder, this.values, name)),
      driver,
      images: images(),
      volumes: this.volumes,
      networks: this.networks,
      placement: this.placement,
      configDrive: async () => new Map(),
    });
    this.#computes.set(name, compute);
    await compute.start();
  }

  async stopCompute(name: string): Promise<void> {
    await this.#computes.get(name)?.stop();
    this.#computes.delete(name);
  }

  get creation(): CreateServers {
    const { configuration, databases, transport } = this;
    const { api: database, cells } = databases;
    const instanceMappings = new InstanceMappingRepository(database);
    const hostMappings = new HostMappingRepository(database);
    const usages = new UsageCounter({ database, cells, instanceMappings, perProjectCells: false });
    const aggregates = new AggregateRepository(database);
    return createServersFrom({
      ...{ configuration, database, transport, hostMappings, instanceMappings, usages },
      enforcer: Enforcer.create({ rules: policyRules, configuration, logger: silentLogger }),
      flavors: new FlavorService({
        flavors: new FlavorRepository(database),
        access: new FlavorAccessRepository(database),
        projects: { verify: async () => undefined },
      }),
      keyPairs: new KeyPairRepository(database),
      groups: new ServerGroupRepository(database),
      directory: new ServiceDirectory({
        cells,
        hostMappings,
        zones: new Zones(aggregates, { defaultZone: 'nova', internalZone: 'internal' }),
        downTime: 60,
      }),
      quotas: new QuotaService({
        quotas: new QuotaRepository(database),
        usages,
        configured: configuredLimits(configuration),
        isLimited: true,
      }),
      images: images(),
      volumes: this.volumes,
      networks: this.networks,
      logger: silentLogger,
    });
  }

  get cells(): ConnectedCells {
    return new ConnectedCells({
      cells: this.databases.cells,
      hosts: new HostMappingRepository(this.databases.api),
      transportOf: () => this.transport,
      timeouts: { responseTimeout: 60, longTimeout: 60 },
      versionCaps: {},
    });
  }

  /** The cell with hosts. */
  async cell(): Promise<ConnectedCell> {
    const [mapping] = await this.databases.cells.listWithHosts();
    return this.cells.byId(mapping?.id ?? 0);
  }

  /** A flavor; resolves to its id. */
  async flavor(values: { vcpus?: number; ram?: number; disk?: number } = {}): Promise<string> {
    const { flavorid } = await new FlavorRepository(this.databases.api).create({
      flavorid: `f${Math.random().toString(36).slice(2)}`,
      name: `flavor-${Math.random().toString(36).slice(2)}`,
      memoryMb: values.ram ?? 64,
      vcpus: values.vcpus ?? 1,
      rootGb: values.disk ?? 1,
      ephemeralGb: 0,
      swap: 0,
      rxtxFactor: 1,
      isPublic: true,
      description: null,
    });
    return flavorid;
  }

  async close(): Promise<void> {
    for (const name of [...this.#computes.keys()]) await this.stopCompute(name);
    await this.scheduler?.stop();
    await this.conductor?.stop();
    await this.transport.close();
    await this.databases.close();
    await rm(this.folder, { recursive: true });
  }

  /** What a service of this host is built of. */
  #parts(configuration: Configuration) {
    const logging = setupLogging(configuration, 'nova', {
      write: (text) => void this.lines.push(...text.trimEnd().split('\n')),
    });
    return { configuration, logging, transport: this.transport };
  }
}

function configured(folder: string, values: GivenValues, host = 'node'): Promise<Configuration> {
  const own = standaloneValues(folder, 'http://127.0.0.1:5000');
  const groups = new Set([...Object.keys(own), ...Object.keys(values)]);
  return Configuration.load({
    project: 'nova',
    program: 'nova',
    environment: {},
    configFiles: [],
    groups: [...novaApiOptionGroups, loggingOptions],
    defaults: novaDefaultValues(),
    overrides: Object.fromEntries(
      [...groups].map((group) => [
        group,
        { ...own[group], ...(group === 'DEFAULT' ? { host } : {}), ...values[group] },
      ]),
    ),
  });
}

/** An order for servers that says no more than it must. */
export function order(flavorRef: string, more: Partial<ServerOrder> = {}): ServerOrder {
  return {
    name: 'server',
    description: null,
    hostname: null,
    imageRef: IMAGE.id,
    flavorRef,
    adminPass: 'secret',
    metadata: {},
    networks: 'none',
    securityGroups: ['default'],
    availabilityZone: null,
    keyName: null,
    userData: null,
    hasConfigDrive: false,
    diskConfig: undefined,
    accessIPv4: null,
    accessIPv6: null,
    personality: [],
    devices: [],
    isLegacyDevices: true,
    minCount: 1,
    maxCount: 1,
    schedulerHints: {},
    tags: [],
    trustedCertificates: null,
    host: null,
    hypervisorHostname: null,
    supportsMultiattach: true,
    ...more,
  };
}

function images(): Images {
  return {
    show: async () => IMAGE,
    download: async () => undefined,
    create: async () => IMAGE,
    setFormat: async () => undefined,
    upload: async () => undefined,
    delete: async () => undefined,
    list: async () => [],
    find: async () => [],
    setProperties: async () => IMAGE,
  };
}
