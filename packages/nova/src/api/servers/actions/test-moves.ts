// SPDX-License-Identifier: Apache-2.0
import { ImageNotFound } from '../../../errors/image.js';
import type { ImageValues, Images, NewImage } from '../../../image/images.js';
import { BlockDeviceRepository } from '../../../instances/block-device-repository.js';
import type { InstanceChanges } from '../../../instances/instance.js';
import { RequestSpecRepository } from '../../../instances/request-spec-repository.js';
import { computeHost } from '../../test-hosts.js';
import { FLAVOR, IMAGE_ID, TestServers } from '../test-servers.js';

/** Another image than the one that servers are made of. */
export const OTHER = '2325d502-1fd2-4996-b0d3-3a447a3d2e0a';

const IMAGE: ImageValues = {
  ...{ id: IMAGE_ID, name: 'i', status: 'active', disk_format: 'raw', container_format: 'bare', checksum: null },
  ...{ size: 1, min_disk: 0, min_ram: 0, owner: null, is_public: true, deleted: false, deleted_at: null },
  ...{ created_at: '2026-11-21T08:49:52.000000', updated_at: '2026-11-21T08:49:52.000000' },
  properties: { os_type: 'linux' },
};

/** Servers with three hosts, of which `wreck` is down, some flavors, and an Image service that only writes down. */
export class TestMoves {
  readonly made: NewImage[] = [];
  readonly deleted: string[] = [];
  /** What happens to the server while its image is made. */
  meanwhile: () => Promise<unknown> = () => Promise.resolve();
  #servers: TestServers | undefined;

  get servers(): TestServers {
    if (this.#servers === undefined) throw new Error('It is not started');
    return this.#servers;
  }

  async start(): Promise<void> {
    const values = { glance: { api_servers: 'http://images.example:9292/v2' } };
    this.#servers = await TestServers.start(values, { images: this.#images() });
    const { nova, database } = this.servers;
    for (const host of ['anchor', 'next', 'wreck']) await computeHost(nova, host);
    await database.client.service.updateMany({ where: { host: 'wreck' }, data: { forcedDown: true } });
    const flavor = { rootGb: 1, ephemeralGb: 0, swap: 0, vcpus: 2, memoryMb: 128 };
    for (const one of [
      { id: 7, flavorid: FLAVOR.flavorid, name: 'own' },
      { id: 8, flavorid: 'larger', name: 'larger', memoryMb: 256 },
      { id: 9, flavorid: 'huge', name: 'huge', memoryMb: 999_999 },
      { id: 10, flavorid: 'diskless', name: 'diskless', rootGb: 0 },
    ])
      await nova.databases.api.client.flavor.create({ data: { ...flavor, ...one } });
  }

  /** Forgets what was told and made. */
  clear(): void {
    this.servers.sent.splice(0);
    this.made.splice(0);
    this.deleted.splice(0);
    this.meanwhile = () => Promise.resolve();
  }

  /** A server with what it was asked for with. */
  async server(changes: InstanceChanges = {}): Promise<string> {
    const uuid = await this.servers.server(changes);
    const { api } = this.servers.nova.databases;
    const spec = { instance_uuid: uuid, user_id: 'amy', flavor: FLAVOR, availability_zone: null };
    await api.transaction(async (transaction) => {
      await new RequestSpecRepository(api).create(transaction, uuid, { ...spec, image: { id: IMAGE_ID } });
    });
    return uuid;
  }

  /** A server that starts from a volume. */
  async onVolume(changes: InstanceChanges = {}): Promise<string> {
    const uuid = await this.server({ image_ref: '', ...changes });
    const metadata = { image_id: IMAGE_ID };
    const volume = this.servers.volumes.add({ status: 'in-use', volume_image_metadata: metadata });
    await new BlockDeviceRepository(this.servers.database).create({
      ...{ instance_uuid: uuid, volume_id: volume, boot_index: 0, device_name: '/dev/vda' },
      ...{ source_type: 'volume', destination_type: 'volume' },
    });
    return uuid;
  }

  /** Data of an object of the last message. */
  sentObject(name: string): Record<string, unknown> {
    const args = this.servers.sent.at(-1)?.message.args as Record<
      string,
      { 'nova_object.data': Record<string, unknown> }
    >;
    return args[name]?.['nova_object.data'] ?? {};
  }

  #images(): Images {
    return {
      show: (_context: unknown, id: string) =>
        id === IMAGE_ID || id === OTHER ? Promise.resolve({ ...IMAGE, id }) : Promise.reject(new ImageNotFound(id)),
      create: async (_context: unknown, image: NewImage) => {
        this.made.push(image);
        await this.meanwhile();
        return { ...IMAGE, id: 'new-image' };
      },
      delete: (_context: unknown, id: string) => {
        this.deleted.push(id);
        return Promise.resolve();
      },
    } as unknown as Images;
  }
}
