// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { GivenValues } from '@stackport/config';
import { now } from '@stackport/database';
import { MemoryVolumes } from '../../cloud/memory-volumes.js';
import { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import type { CellDatabase } from '../../database.js';
import { BuildRequestRepository, type NewBuildRequest } from '../../instances/build-request-repository.js';
import type { InstanceChanges, InstanceValues } from '../../instances/instance.js';
import { InstanceRepository, type PartName } from '../../instances/instance-repository.js';
import { recordingTransport, type Sent } from '../../rpc/test-support.js';
import type { ApiPorts } from '../../ports.js';
import { type Answer, type AskOptions, type TestNova, testNova } from '../test-nova-api.js';
import { cellDatabase } from '../test-hosts.js';

export const IMAGE_ID = '5179480b-deab-4c09-8f72-7be3d2ca49f8';

export const FLAVOR = {
  id: 7,
  name: 'golden-472d9f',
  flavorid: '5d3dc082-2c85-4392-a4db-51416da1f07d',
  memory_mb: 128,
  vcpus: 1,
  root_gb: 1,
  ephemeral_gb: 0,
  swap: 0,
  extra_specs: { 'quota:cpu_shares': '10' },
} as const;

/** What a server is where a test says nothing else: it runs on the host `anchor`, and belongs to amy of the project abc. */
const RUNNING: InstanceChanges = {
  project_id: 'abc',
  user_id: 'amy',
  display_name: 'golden',
  hostname: 'golden',
  host: 'anchor',
  node: 'anchor',
  vm_state: 'active',
  task_state: null,
  power_state: 1,
  image_ref: IMAGE_ID,
  kernel_id: '',
  ramdisk_id: '',
  config_drive: '',
  launch_index: 0,
  reservation_id: 'r-an7u3zid',
  root_device_name: '/dev/sda',
  instance_type_id: FLAVOR.id,
  vcpus: 1,
  memory_mb: 128,
  root_gb: 1,
  ephemeral_gb: 0,
  progress: 0,
  auto_disk_config: false,
  locked: false,
  flavor: FLAVOR,
  metadata: {},
  system_metadata: {},
};

/** What is to be said of the bus: answers of calls, by the method's name. */
export type Answers = Record<string, unknown>;

/** The API over a bus that only records, with volumes in memory. */
export class TestServers {
  readonly volumes = new MemoryVolumes();
  /** Servers whose allocations were removed. */
  readonly released: string[] = [];

  private constructor(
    readonly nova: TestNova,
    readonly database: CellDatabase,
    readonly sent: Sent[],
    /** What calls are answered. */
    readonly answers: Answers,
    volumes: MemoryVolumes,
    released: string[],
  ) {
    this.volumes = volumes;
    this.released = released;
  }

  static async start(values: GivenValues = {}, ports: Partial<ApiPorts> = {}): Promise<TestServers> {
    const sent: Sent[] = [];
    const answers: Answers = {};
    const volumes = new MemoryVolumes();
    const released: string[] = [];
    const placement = {
      inRequest: () => ({
        removeAllocations: (uuid: string) => {
          released.push(uuid);
          return Promise.resolve(true);
        },
        traitsOf: () => Promise.resolve([]),
      }),
    };
    const transport = recordingTransport(sent, () => answers[String(sent.at(-1)?.message.method)] ?? null);
    const nova = await testNova({ values, transport, ports: { volumes, placement, ...ports } });
    return new TestServers(nova, await cellDatabase(nova), sent, answers, volumes, released);
  }

  get instances(): InstanceRepository {
    return new InstanceRepository(this.database);
  }

  get mappings(): InstanceMappingRepository {
    return new InstanceMappingRepository(this.nova.databases.api);
  }

  /** Writes a server into the first cell. @returns its UUID */
  async server(changes: InstanceChanges = {}, uuid: string = randomUUID()): Promise<string> {
    const time = now();
    const values = { ...RUNNING, created_at: time, updated_at: time, launched_at: time, ...changes };
    const { project_id: projectId, user_id: userId } = values;
    await this.instances.create({ ...values, uuid });
    await this.nova.databases.api.transaction((transaction) =>
      this.mappings.create(transaction, { instanceUuid: uuid, projectId: projectId ?? '', userId: userId ?? '' }),
    );
    const [cell] = await this.nova.databases.cells.listWithHosts();
    await this.mappings.mapToCell(uuid, cell?.id ?? 0);
    return uuid;
  }

  /** A server that no cell was chosen for. @returns its UUID */
  async waiting(
    changes: InstanceChanges = {},
    more: Partial<Pick<NewBuildRequest, 'blockDevices' | 'tags'>> = {},
  ): Promise<string> {
    const uuid = randomUUID();
    const values = { ...RUNNING, host: null, node: null, launched_at: null };
    const instance = { ...values, vm_state: 'building', task_state: 'scheduling', power_state: 0, ...changes, uuid };
    const requests = new BuildRequestRepository(this.nova.databases.api);
    await this.nova.databases.api.transaction(async (transaction) => {
      await this.mappings.create(transaction, { instanceUuid: uuid, projectId: 'abc', userId: 'amy' });
      await requests.create(transaction, {
        instance: instance as NewBuildRequest['instance'],
        projectId: 'abc',
        blockDevices: more.blockDevices ?? [],
        tags: more.tags ?? [],
      });
    });
    return uuid;
  }

  /** As it is now. */
  async row(uuid: string, parts: readonly PartName[] = []): Promise<InstanceValues> {
    return this.instances.get(uuid, parts, true);
  }

  /** Asks as amy, who is a user of the project abc. */
  ask(method: string, path: string, options: AskOptions = {}): Promise<Answer> {
    return this.nova.ask(method, `/v2.1${path}`, { as: 'amy:abc', ...options });
  }

  act(uuid: string, action: string, argument: unknown = null, options: AskOptions = {}): Promise<Answer> {
    return this.ask('POST', `/servers/${uuid}/action`, { json: { [action]: argument }, ...options });
  }

  /** What was told since the last time: methods, with the hosts that they were told to. */
  told(): string[] {
    return this.sent.splice(0).map(({ message, server }) => `${String(message.method)} ${server ?? ''}`.trim());
  }

  /** Names of what was done with a server, the newest first. */
  async actionsOf(uuid: string): Promise<(string | null)[]> {
    const rows = await this.database.client.instanceAction.findMany({
      where: { instanceUuid: uuid },
      orderBy: { id: 'desc' },
    });
    return rows.map(({ action }) => action);
  }
}

/** The text of a fault. */
export function messageOf({ body }: Answer): unknown {
  return Object.values(body as Record<string, { message: string }>)[0]?.message;
}
