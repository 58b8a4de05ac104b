// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from 'node:timers/promises';
import { type BootedCinder, bootCinder } from '../boot-cinder.js';
import { type BootedGlance, bootGlance } from '../boot-glance.js';
import { type BootedNova, bootNova } from '../boot-nova.js';
import type { Client } from '../client.js';
import { FakeTokenValidator } from '../fake-token-validator.js';
import { ListeningApplication } from '../listening-application.js';
import { EmptyNeighbours } from './empty-neighbours.js';
import { ADMIN_PROJECT, BENCH_PROJECT, people } from './people.js';

export const IMAGE = '5179480b-deab-4c09-8f72-7be3d2ca49f8';
/** Of migrations that nothing goes on with until somebody asks for it. */
const AT_REST = ['finished', 'confirmed', 'reverted', 'error', 'failed', 'completed', 'done', 'cancelled'];
const VOLUME_UNDER_WAY = ['creating', 'deleting', 'attaching', 'detaching'];

interface Parts {
  readonly nova: BootedNova;
  readonly cinder: BootedCinder;
  readonly cell: CellClient;
  readonly imageUrl: string;
  readonly closing: (() => Promise<void>)[];
}

type CellClient = Awaited<ReturnType<BootedNova['databases']['cells']['open']>>['database']['client'];

/** The cloud whose Compute service was recorded: one fake host, images, volumes, and a network service without networks. */
export class RecordedCloud {
  readonly nova: BootedNova;
  readonly cinder: BootedCinder;
  readonly cell: CellClient;
  /** Of the Image service, as it stands in links. */
  readonly imageUrl: string;
  readonly #closing: (() => Promise<void>)[];
  readonly #clients = new Map<string, Client>();

  private constructor({ nova, cinder, cell, imageUrl, closing }: Parts) {
    this.nova = nova;
    this.cinder = cinder;
    this.cell = cell;
    this.imageUrl = imageUrl;
    this.#closing = closing;
    const client = nova.client.with({ Host: '127.0.0.1:18774' });
    for (const [name, wish] of Object.entries(people)) this.#clients.set(name, client.as(nova.validator.issue(wish)));
    this.#clients.set('bogus', client.as('bogus'));
    this.#clients.set('nobody', client);
  }

  /** @param transportUrl - of the bus; one inside this process unless given */
  static async start(transportUrl = 'fake://'): Promise<RecordedCloud> {
    const validator = new FakeTokenValidator();
    const closing: (() => Promise<void>)[] = [];
    const kept = <T>(thing: T, close: (thing: T) => Promise<void>): T => {
      closing.push(() => close(thing));
      return thing;
    };
    const listening = async (service: BootedGlance | BootedCinder): Promise<string> =>
      kept(await ListeningApplication.start(service.application), (one) => one.stop()).url;
    try {
      const empty = kept(await EmptyNeighbours.start(validator), (one) => one.close());
      const glance = kept(await bootGlance({ validator }), (one) => one.close());
      const cinder = kept(await bootRecordedCinder(validator), (one) => one.close());
      const urls = { empty: empty.url, image: await listening(glance), volume: await listening(cinder) };
      await addImage(glance.client.as(validator.issue(people.admin)));
      const nova = kept(await bootRecordedNova(validator, { ...urls, transport: transportUrl }), (one) => one.close());
      const [mapping] = await nova.databases.cells.listWithHosts();
      if (mapping === undefined) throw new Error('there is no cell');
      const { database } = await nova.databases.cells.open(mapping);
      return new RecordedCloud({ nova, cinder, cell: database.client, imageUrl: urls.image, closing });
    } catch (error) {
      for (const close of closing.reverse()) await close();
      throw error;
    }
  }

  /** @param name - of one of `people`; `bogus` has a token that is none, `nobody` has none */
  client(name: string): Client {
    const found = this.#clients.get(name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  }

  /**
   * Makes what was there before the first recorded request: flavors, 50 servers of a project, and some that are gone.
   * @param gone - names of the demo project's, the oldest first
   * @returns their ids
   */
  async furnish(gone: readonly string[]): Promise<readonly string[]> {
    const admin = this.client('admin').with({ 'OpenStack-API-Version': 'compute 2.90' });
    for (const [id, name, ram] of [
      ['b64fbc0c-d61b-4f6d-87dd-c032ccceffbe', 'm1.nano', 64],
      ['9c38ceb3-a9ac-44c1-995d-845a4aac4027', 'm1.micro', 128],
    ] as const)
      await asked(admin.post('/v2.1/flavors', { flavor: { id, name, ram, vcpus: 1, disk: 1 } }));
    const limits = { quota_set: { instances: -1, cores: -1, ram: -1 } };
    await asked(admin.send('PUT', `/v2.1/os-quota-sets/${BENCH_PROJECT}`, { json: limits }));
    const nano = { imageRef: IMAGE, flavorRef: 'b64fbc0c-d61b-4f6d-87dd-c032ccceffbe', networks: 'none' };
    const bench = this.client('bench').with({ 'OpenStack-API-Version': 'compute 2.90' });
    await asked(bench.post('/v2.1/servers', { server: { ...nano, name: 'bench', min_count: 50 } }));
    await this.settle();
    const ids: string[] = [];
    for (const name of gone) ids.push(await this.#briefly('demo', { ...nano, name }));
    await this.date(ids.map((id, day) => [id, Date.UTC(2020, 1, 1 + day) / 1000]));
    await this.#briefly('admin', { ...nano, name: 'amqp-s' });
    await this.#numberRows();
    return ids;
  }

  /** Makes a server, and deletes it; resolves to its id. */
  async #briefly(name: string, server: object): Promise<string> {
    const client = this.client(name).with({ 'OpenStack-API-Version': 'compute 2.90' });
    const made = await asked(client.post('/v2.1/servers', { server }));
    const { id } = (made.json() as { server: { id: string } }).server;
    await this.settle();
    await asked(client.delete(`/v2.1/servers/${id}`));
    await this.settle();
    return id;
  }

  /** Rows that were there and are gone again: the numbers of the next ones are those of the recording. */
  async #numberRows(): Promise<void> {
    const { client } = this.nova.databases.api;
    for (const [database, table, last] of [
      [client, 'flavors', 42],
      [client, 'key_pairs', 33],
      [client, 'aggregates', 19],
      [this.cell, 'instances', 192],
      [this.cell, 'migrations', 14],
    ] as const) {
      await database.$executeRawUnsafe(`DELETE FROM sqlite_sequence WHERE name = '${table}'`);
      await database.$executeRawUnsafe(`INSERT INTO sqlite_sequence (name, seq) VALUES ('${table}', ${last})`);
    }
  }

  /** Servers are listed by when they were made, to the second. @param seconds - by our id, since 1970 */
  async date(seconds: Iterable<readonly [id: string, second: number]>): Promise<void> {
    for (const [uuid, second] of seconds)
      await this.cell.instance.updateMany({ where: { uuid }, data: { createdAt: new Date(second * 1000) } });
  }

  /** Waits until hosts and volumes are at rest. Rejects where they are not within half a minute. */
  async settle(): Promise<void> {
    const { cell, cinder } = this;
    const end = Date.now() + 30_000;
    for (;;) {
      const counts = await Promise.all([
        this.nova.databases.api.client.buildRequest.count(),
        cell.instance.count({ where: { deleted: 0, OR: [{ taskState: { not: null } }, { vmState: 'building' }] } }),
        cell.instanceActionEvent.count({ where: { finishTime: null } }),
        cell.migration.count({ where: { status: { notIn: AT_REST } } }),
        cinder.database.client.volume.count({ where: { deleted: false, status: { in: VOLUME_UNDER_WAY } } }),
      ]);
      if (counts.every((count) => count === 0)) return;
      if (Date.now() > end)
        throw new Error(`builds, servers, events, migrations and volumes that are under way: ${counts.join(', ')}`);
      await pause(10);
    }
  }

  /** Makes a volume of the person's project; resolves to its id. */
  async volume(name: string): Promise<string> {
    const { project = ADMIN_PROJECT } = people[name] ?? {};
    const client = this.cinder.client.as(this.nova.validator.issue(people[name]));
    const answer = await asked(client.post(`/v3/${project}/volumes`, { volume: { size: 1, name: 'golden-vol' } }));
    await this.settle();
    return (answer.json() as { volume: { id: string } }).volume.id;
  }

  async close(): Promise<void> {
    for (const step of this.#closing.splice(0).reverse()) await step();
  }
}

function bootRecordedNova(
  validator: FakeTokenValidator,
  urls: { readonly empty: string; readonly image: string; readonly volume: string; readonly transport: string },
): Promise<BootedNova> {
  const credentials = {
    ...{ auth_type: 'password', auth_url: `${urls.empty}/v3`, username: 'nova', password: 'secret' },
    ...{ project_name: 'service', user_domain_name: 'Default', project_domain_name: 'Default' },
  };
  return bootNova({
    ...{ validator, hosts: ['anchor'] },
    values: {
      DEFAULT: {
        transport_url: urls.transport,
        host: 'anchor',
        my_ip: '127.0.0.1',
        allow_resize_to_same_host: true,
      },
      glance: { api_servers: [urls.image] },
      cinder: { endpoint_template: `${urls.volume}/v3/%(project_id)s` },
      neutron: { endpoint_override: urls.empty, ...credentials },
      keystone: { endpoint_override: urls.empty },
      service_user: { send_service_user_token: true, ...credentials },
    },
  });
}

function bootRecordedCinder(validator: FakeTokenValidator): Promise<BootedCinder> {
  return bootCinder({
    ...{ validator, workers: true },
    values: {
      DEFAULT: { host: 'anchor', enabled_backends: ['fake'], default_volume_type: '__DEFAULT__' },
      fake: { volume_driver: 'cinder.tests.fake_driver.FakeLoggingVolumeDriver', volume_backend_name: 'fake' },
    },
  });
}

async function addImage(admin: Client): Promise<void> {
  await asked(
    admin.post('/v2/images', {
      ...{ id: IMAGE, name: 'anchor-image', visibility: 'public', disk_format: 'raw', container_format: 'bare' },
      'owner_specified.openstack.md5': '',
      'owner_specified.openstack.sha256': '',
      'owner_specified.openstack.object': 'images/anchor-image',
    }),
  );
  await asked(admin.put(`/v2/images/${IMAGE}/file`, 'an image'));
}

async function asked<T extends { readonly status: number; readonly text: string }>(answering: Promise<T>): Promise<T> {
  const answer = await answering;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
