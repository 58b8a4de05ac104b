// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { CinderDatabase } from '@stackport/cinder';

type Tables = CinderDatabase['client'];
type Row<Table extends keyof Tables> = Tables[Table] extends { create(input: { data: infer Data }): unknown }
  ? Partial<Data>
  : never;

/** The project that owns what the walk asks about, and one that owns nothing. */
export const OWNER = '5f0f0b6cf9b74b4c8a1a2c5b8e1d3f60';
export const STRANGER = '9d3c1be2a0de4cc0a6e3c9b17a2f4e81';

/** Where volumes are. */
export const HOST = 'node@file';
export const OTHER_HOST = 'node2@file';
const POOL = `${HOST}#file`;

/** Rows as a running Block Storage service has them, of the owner's project; each method makes one, and returns its id. */
export class CinderObjects {
  readonly #tables: Tables;
  readonly #volumeType: string;

  private constructor(tables: Tables, volumeType: string) {
    this.#tables = tables;
    this.#volumeType = volumeType;
  }

  /** Over a database that has its default volume type; services that beat are made along. */
  static async create({ client: tables }: CinderDatabase): Promise<CinderObjects> {
    const type = await tables.volumeType.findFirstOrThrow({ where: { name: '__DEFAULT__' } });
    const objects = new CinderObjects(tables, type.id);
    await objects.service('cinder-volume', HOST);
    await objects.service('cinder-volume', OTHER_HOST);
    await objects.service('cinder-backup', 'node');
    await objects.service('cinder-scheduler', 'node');
    return objects;
  }

  /** The default volume type. */
  get volumeType(): string {
    return this.#volumeType;
  }

  async service(binary: string, host: string, values: Row<'service'> = {}): Promise<void> {
    const data = { uuid: randomUUID(), binary, topic: binary, host, availabilityZone: 'nova', ...values };
    await this.#tables.service.create({ data: { ...data, createdAt: new Date(), updatedAt: new Date() } as never });
  }

  async volume(values: Row<'volume'> = {}): Promise<string> {
    const id = randomUUID();
    const data = { size: 1, status: 'available', attachStatus: 'detached', host: POOL, availabilityZone: 'nova' };
    const type = { volumeTypeId: this.#volumeType };
    await this.#tables.volume.create({ data: { ...this.#own(id), ...data, ...type, ...values } as never });
    return id;
  }

  async volumeMetadata(volumeId: string, key = 'key'): Promise<void> {
    await this.#tables.volumeMetadata.create({ data: { volumeId, key, value: 'value' } });
  }

  async imageMetadata(volumeId: string, key = 'key'): Promise<void> {
    await this.#tables.volumeGlanceMetadata.create({ data: { volumeId, key, value: 'value' } });
  }

  async snapshot(values: Row<'snapshot'> = {}): Promise<string> {
    const id = randomUUID();
    const volumeId = values.volumeId ?? (await this.volume());
    const data = { status: 'available', progress: '100%', volumeSize: 1, volumeTypeId: this.#volumeType };
    await this.#tables.snapshot.create({ data: { ...this.#own(id), ...data, ...values, volumeId } as never });
    return id;
  }

  async snapshotMetadata(snapshotId: string, key = 'key'): Promise<void> {
    await this.#tables.snapshotMetadata.create({ data: { snapshotId, key, value: 'value' } });
  }

  /** Of a volume in use. */
  async attachment(values: Row<'volumeAttachment'> = {}): Promise<string> {
    const id = randomUUID();
    const volumeId = values.volumeId ?? (await this.volume({ status: 'in-use', attachStatus: 'attached' }));
    const data = { attachStatus: 'attached', attachMode: 'rw', instanceUuid: randomUUID(), mountpoint: '/dev/vdb' };
    const texts = { connector: '{"host": "compute"}', connectionInfo: '{"driver_volume_type": "local"}' };
    await this.#tables.volumeAttachment.create({
      data: { id, createdAt: new Date(), ...data, ...texts, ...values, volumeId } as never,
    });
    return id;
  }

  async backup(values: Row<'backup'> = {}): Promise<string> {
    const id = randomUUID();
    const volumeId = values.volumeId ?? (await this.volume());
    const data = { status: 'available', host: 'node', availabilityZone: 'nova', size: 1, numDependentBackups: 0 };
    await this.#tables.backup.create({ data: { ...this.#own(id), ...data, ...values, volumeId } as never });
    return id;
  }

  async transfer(volumeId: string, values: Row<'transfer'>): Promise<string> {
    const id = randomUUID();
    await this.#tables.volume.update({ where: { id: volumeId }, data: { status: 'awaiting-transfer' } });
    const data = { sourceProjectId: OWNER, createdAt: new Date(), noSnapshots: false, accepted: false };
    await this.#tables.transfer.create({ data: { id, ...data, ...values, volumeId } as never });
    return id;
  }

  async type(values: Row<'volumeType'> = {}): Promise<string> {
    const id = randomUUID();
    await this.#tables.volumeType.create({ data: { id, name: id, createdAt: new Date(), ...values } as never });
    return id;
  }

  async extraSpec(volumeTypeId: string, key: string, value = 'value'): Promise<void> {
    await this.#tables.volumeTypeExtraSpec.create({ data: { volumeTypeId, key, value } });
  }

  async typeAccess(volumeTypeId: string, projectId: string): Promise<void> {
    await this.#tables.volumeTypeProject.create({ data: { volumeTypeId, projectId } });
  }

  async encryption(volumeTypeId: string): Promise<string> {
    const encryptionId = randomUUID();
    const data = { provider: 'luks', controlLocation: 'front-end', createdAt: new Date() };
    await this.#tables.encryption.create({ data: { encryptionId, volumeTypeId, ...data } });
    return encryptionId;
  }

  async qosSpecs(values: Row<'volumeType'> = {}): Promise<{ readonly id: string; readonly type: string }> {
    const id = randomUUID();
    const rows = this.#tables.qualityOfServiceSpec;
    await rows.create({ data: { id, key: 'QoS_Specs_Name', value: id, createdAt: new Date() } });
    for (const [key, value] of [
      ['consumer', 'back-end'],
      ['key', 'value'],
    ] as const)
      await rows.create({ data: { id: randomUUID(), specsId: id, key, value, createdAt: new Date() } });
    return { id, type: await this.type(values) };
  }

  async defaultType(projectId: string): Promise<void> {
    const data = { volumeTypeId: this.#volumeType, deleted: false };
    await this.#tables.defaultVolumeType.upsert({ where: { projectId }, create: { projectId, ...data }, update: data });
  }

  async groupType(values: Row<'groupType'> = {}): Promise<string> {
    const id = randomUUID();
    await this.#tables.groupType.create({ data: { id, name: id, createdAt: new Date(), ...values } as never });
    return id;
  }

  async groupSpec(groupTypeId: string, key: string, value = 'value'): Promise<void> {
    await this.#tables.groupTypeSpec.create({ data: { groupTypeId, key, value } });
  }

  async group(values: Row<'group'> = {}, volumeTypeId = this.#volumeType): Promise<string> {
    const id = randomUUID();
    const groupTypeId = values.groupTypeId ?? (await this.groupType());
    const data = { status: 'available', host: POOL, availabilityZone: 'nova', name: 'group', groupTypeId };
    await this.#tables.group.create({ data: { ...this.#own(id), ...data, ...values } as never });
    await this.#tables.groupVolumeTypeMapping.create({ data: { groupId: id, volumeTypeId } });
    return id;
  }

  async groupSnapshot(groupId: string, groupTypeId?: string): Promise<string> {
    const id = randomUUID();
    const data = { status: 'available', name: 'snapshot', groupId, groupTypeId: groupTypeId ?? null };
    await this.#tables.groupSnapshot.create({ data: { ...this.#own(id), ...data } as never });
    return id;
  }

  async message(): Promise<string> {
    const id = randomUUID();
    const data = {
      projectId: OWNER,
      eventId: 'VOLUME_000002',
      messageLevel: 'ERROR',
      actionId: '001',
      detailId: '003',
    };
    const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) };
    await this.#tables.message.create({ data: { id, ...data, ...times } });
    return id;
  }

  async cluster(): Promise<string> {
    const name = randomUUID();
    await this.#tables.cluster.create({ data: { name, binary: 'cinder-volume', createdAt: new Date() } });
    return name;
  }

  async quotaClass(): Promise<string> {
    const className = randomUUID();
    await this.#tables.quotaClass.create({ data: { className, resource: 'volumes', hardLimit: 7 } });
    return className;
  }

  #own(id: string) {
    return { id, projectId: OWNER, userId: 'owner', createdAt: new Date() };
  }
}
