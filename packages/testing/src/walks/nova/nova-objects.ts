// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import type { BootedNova } from '../../boot-nova.js';
import { ApiObjects, OWNER, USER } from './api-objects.js';
import { type CloudRows, HOSTS } from './cloud-rows.js';
import type { NovaNeighbours } from './nova-neighbours.js';

type Tables = Awaited<ReturnType<BootedNova['databases']['cells']['openOwn']>>['database']['client'];
type Row<Table extends keyof Tables> = Tables[Table] extends { create(input: { data: infer Data }): unknown }
  ? Partial<Data>
  : never;

/** Where servers are; where they could be; and a host that is down. */
export const [HOST, OTHER_HOST, LOST_HOST] = HOSTS;

/** The fixed address of a server with a port. */
export const ADDRESS = '10.0.0.7';

export interface ServerWithPort {
  readonly id: string;
  readonly portId: string;
  readonly networkId: string;
}

export { OWNER, PUBLIC_KEY, STRANGER, USER } from './api-objects.js';

/** Rows as a running Compute service has them, of the owner's project; each method makes one, and returns its id. */
export class NovaObjects extends ApiObjects {
  readonly #nova: BootedNova;
  readonly #tables: Tables;
  readonly #rows: CloudRows;
  readonly #cellId: number;
  readonly neighbours: NovaNeighbours;

  private constructor(nova: BootedNova, neighbours: NovaNeighbours, tables: Tables, rows: CloudRows, cellId: number) {
    super(nova);
    this.#nova = nova;
    this.neighbours = neighbours;
    this.#tables = tables;
    this.#rows = rows;
    this.#cellId = cellId;
  }

  /**
   * An API without hosts of its own gets theirs.
   * @param rows - of `readCloudRows`
   */
  static async create(nova: BootedNova, neighbours: NovaNeighbours, rows: CloudRows): Promise<NovaObjects> {
    const { mapping, database } = await nova.databases.cells.openOwn();
    const tables = database.client;
    const { client } = nova.databases.api;
    if ((await tables.service.count()) === 0) {
      await tables.service.createMany({ data: [...rows.services] });
      await tables.computeNode.createMany({ data: [...rows.nodes] });
      await client.hostMapping.createMany({ data: HOSTS.map((host) => ({ host, cellId: mapping.id })) });
    }
    await tables.service.updateMany({ where: { host: LOST_HOST }, data: { forcedDown: true } });
    await client.flavor.create({ data: rows.flavor });
    return new NovaObjects(nova, neighbours, tables, rows, mapping.id);
  }

  /** Id of the flavor that servers are of. */
  get flavorId(): string {
    return this.#rows.flavor.flavorid;
  }

  /** Uuid of the hypervisor of a host. */
  node(host: string): string {
    return this.#rows.nodes.find((node) => node.host === host)?.uuid ?? '';
  }

  async server(values: Row<'instance'> = {}, { isResized = false } = {}): Promise<string> {
    const uuid = randomUUID();
    const { instance, extra, systemMetadata, spec } = this.#rows;
    const { api } = this.#nova.databases;
    await this.#tables.instance.create({ data: withoutId({ ...instance, ...values, uuid }) as never });
    const flavors = JSON.parse(extra.flavor ?? '{}') as Record<string, unknown>;
    const flavor = JSON.stringify(isResized ? { ...flavors, old: flavors.cur } : flavors);
    await this.#tables.instanceExtra.create({ data: withoutId({ ...extra, flavor, instanceUuid: uuid }) });
    await this.#tables.instanceInfoCache.create({ data: { instanceUuid: uuid, networkInfo: '[]' } });
    await this.#tables.instanceSystemMetadata.createMany({
      data: systemMetadata.map((row) => withoutId({ ...row, instanceUuid: uuid })),
    });
    await api.client.instanceMapping.create({
      data: { instanceUuid: uuid, cellId: this.#cellId, projectId: OWNER, userId: USER, queuedForDelete: false },
    });
    await api.client.requestSpec.create({ data: { instanceUuid: uuid, spec } });
    return uuid;
  }

  /** A server whose processors are laid out on its host's. */
  async serverWithTopology(): Promise<string> {
    const uuid = await this.server();
    const of = (name: string, version: string, data: object): object => ({
      ...{ 'nova_object.name': name, 'nova_object.namespace': 'nova', 'nova_object.version': version },
      'nova_object.data': data,
    });
    const cell = of('InstanceNUMACell', '1.6', {
      ...{ id: 0, cpuset: [0], pcpuset: [], memory: 64, pagesize: null, cpu_topology: null, cpu_pinning_raw: null },
      ...{ cpu_policy: null, cpu_thread_policy: null, cpuset_reserved: null },
    });
    const topology = of('InstanceNUMATopology', '1.3', { cells: [cell], emulator_threads_policy: null });
    await this.#tables.instanceExtra.updateMany({
      where: { instanceUuid: uuid },
      data: { numaTopology: JSON.stringify(topology) },
    });
    return uuid;
  }

  /** A server that starts from a volume, made of an image. @param values - of the volume's image */
  async volumeServer(values: Readonly<Record<string, string>> = {}): Promise<string> {
    const uuid = await this.server({ imageRef: '' });
    const imageMetadata = { image_id: this.neighbours.image(), ...values };
    const volumeId = await this.attachedVolume(uuid, { volume_image_metadata: imageMetadata });
    await this.#tables.blockDeviceMapping.updateMany({ where: { volumeId }, data: { bootIndex: 0 } });
    return uuid;
  }

  /** One that is deleted, with an action. */
  async deletedServer(): Promise<{ readonly id: string; readonly requestId: string }> {
    const id = await this.server();
    const requestId = await this.action(id);
    const row = await this.#tables.instance.findFirstOrThrow({ where: { uuid: id } });
    await this.#tables.instance.update({ where: { id: row.id }, data: { deleted: row.id, deletedAt: new Date() } });
    return { id, requestId };
  }

  /** Does something while there is a server of a cell whose database is not there. */
  async withUnreachableServer<T>(action: (id: string) => Promise<T>): Promise<T> {
    const instanceUuid = randomUUID();
    const { databases } = this.#nova;
    const { client } = databases.api;
    const broken = { name: 'broken', databaseConnection: 'nosuch://', transportUrl: 'fake://' };
    const { id } = await client.cellMapping.create({ data: { uuid: randomUUID(), ...broken } });
    databases.cells.refresh();
    try {
      const own = { projectId: OWNER, userId: USER, queuedForDelete: false, createdAt: new Date() };
      await client.instanceMapping.create({ data: { instanceUuid, cellId: id, ...own } });
      await client.requestSpec.create({ data: { instanceUuid, spec: this.#rows.spec } });
      return await action(instanceUuid);
    } finally {
      await client.instanceMapping.deleteMany({ where: { instanceUuid } });
      await client.cellMapping.delete({ where: { id } });
      databases.cells.refresh();
    }
  }

  /** What a host does that is asked for the name of a device. @returns the object that it answers */
  async reserveDevice(instanceUuid: string, volumeId: string): Promise<Readonly<Record<string, unknown>>> {
    const { id } = await this.#tables.blockDeviceMapping.create({
      data: {
        ...{ uuid: randomUUID(), instanceUuid, volumeId, deviceName: '/dev/sdc', createdAt: new Date() },
        ...{ sourceType: 'volume', destinationType: 'volume' },
      },
    });
    return {
      'nova_object.name': 'BlockDeviceMapping',
      'nova_object.namespace': 'nova',
      'nova_object.version': '1.20',
      'nova_object.data': { id, instance_uuid: instanceUuid, volume_id: volumeId, device_name: '/dev/sdc' },
    };
  }

  /** A server with a port in a network of the owner's. */
  async serverWithPort({ groups = [] }: { readonly groups?: readonly string[] } = {}): Promise<ServerWithPort> {
    const id = await this.server();
    const { network } = this.neighbours;
    const subnetId = randomUUID();
    const networkId = network.add('networks', OWNER, { name: 'private', subnets: [subnetId], mtu: 1450 });
    network.add('subnets', OWNER, {
      ...{ id: subnetId, network_id: networkId, cidr: '10.0.0.0/24', gateway_ip: '10.0.0.1', enable_dhcp: true },
      ...{ dns_nameservers: [], host_routes: [] },
    });
    const portId = network.add('ports', OWNER, {
      ...{ network_id: networkId, device_id: id, device_owner: 'compute:nova', mac_address: 'fa:16:3e:00:00:07' },
      ...{ status: 'ACTIVE', admin_state_up: true, fixed_ips: [{ subnet_id: subnetId, ip_address: ADDRESS }] },
      ...{ security_groups: groups, 'binding:vif_type': 'ovs', 'binding:vnic_type': 'normal' },
    });
    const ips = [{ address: ADDRESS, type: 'fixed', version: 4, meta: {}, floating_ips: [] }];
    const subnet = { cidr: '10.0.0.0/24', dns: [], gateway: null, routes: [], version: 4, meta: {}, ips };
    const vif = {
      ...{ id: portId, address: 'fa:16:3e:00:00:07', type: 'ovs', details: {}, active: true, vnic_type: 'normal' },
      ...{ preserve_on_delete: false, meta: {} },
      network: { id: networkId, bridge: 'br-int', label: 'private', subnets: [subnet], meta: {} },
    };
    await this.#tables.instanceInfoCache.updateMany({
      where: { instanceUuid: id },
      data: { networkInfo: JSON.stringify([vif]) },
    });
    return { id, portId, networkId };
  }

  async metadata(instanceUuid: string, key = 'key'): Promise<void> {
    await this.#tables.instanceMetadata.create({ data: { instanceUuid, key, value: 'value' } });
  }

  async tag(resourceId: string, tag = 'tag'): Promise<void> {
    await this.#tables.tag.create({ data: { resourceId, tag } });
  }

  /** A volume that a server has. */
  async attachedVolume(instanceUuid: string, values: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { id, attachmentId } = this.neighbours.attachedVolume(OWNER, instanceUuid, values);
    await this.#tables.blockDeviceMapping.create({
      data: {
        ...{ uuid: randomUUID(), instanceUuid, volumeId: id, attachmentId, volumeSize: 1, deviceName: '/dev/sdb' },
        ...{ sourceType: 'volume', destinationType: 'volume', connectionInfo: '{}', createdAt: new Date() },
      },
    });
    return id;
  }

  async migration(instanceUuid: string, values: Row<'migration'> = {}): Promise<string> {
    const { id } = await this.#tables.migration.create({
      data: {
        ...{ uuid: randomUUID(), instanceUuid, sourceCompute: OTHER_HOST, sourceNode: OTHER_HOST },
        ...{ destCompute: HOST, destNode: HOST, status: 'finished', migrationType: 'resize', createdAt: new Date() },
        ...values,
      } as never,
    });
    return String(id);
  }

  /** Something that was done with a server. @returns the id of its request */
  async action(instanceUuid: string): Promise<string> {
    const requestId = `req-${randomUUID()}`;
    const values = { action: 'create', projectId: OWNER, userId: USER, startTime: new Date(), createdAt: new Date() };
    const { id } = await this.#tables.instanceAction.create({ data: { ...values, instanceUuid, requestId } });
    await this.#tables.instanceActionEvent.create({
      data: { actionId: id, event: 'compute__do_build_and_run_instance', host: HOST, startTime: new Date() },
    });
    return requestId;
  }

  /** @returns a token that opens a console of a new server */
  async consoleToken(): Promise<string> {
    const token = randomUUID();
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const expires = Math.floor(Date.now() / 1000) + 3600;
    await this.#tables.consoleAuthToken.create({
      data: { tokenHash, expires, consoleType: 'novnc', host: HOST, port: 5900, instanceUuid: await this.server() },
    });
    return token;
  }

  /** A compute host without servers. @returns the uuid of its service */
  async service(): Promise<string> {
    const uuid = randomUUID();
    const [service] = this.#rows.services.filter(({ host }) => host === HOST);
    const [node] = this.#rows.nodes;
    const host = `host-${uuid}`;
    await this.#tables.service.create({ data: withoutId({ ...service, uuid, host }) });
    const names = { host, hypervisorHostname: host, uuid: randomUUID() };
    await this.#tables.computeNode.create({ data: withoutId({ ...node, ...names }) as never });
    await this.#nova.databases.api.client.hostMapping.create({ data: { host, cellId: this.#cellId } });
    return uuid;
  }
}

/** Of a row that is written again the database makes the number. */
function withoutId<Value extends { readonly id?: unknown }>(row: Value): Omit<Value, 'id'> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'id')) as unknown as Omit<Value, 'id'>;
}
