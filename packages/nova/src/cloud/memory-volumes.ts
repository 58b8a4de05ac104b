// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { SnapshotNotFound, VolumeNotFound } from '../errors/volume.js';
import type {
  AttachmentValues,
  NewSnapshot,
  NewVolume,
  SnapshotValues,
  Volumes,
  VolumeValues,
} from '../volume/volumes.js';

interface Attachment {
  readonly volumeId: string;
  readonly serverUuid: string;
  status: string;
}

/** Block Storage in memory: volumes, and who has them. */
export class MemoryVolumes implements Volumes {
  readonly volumes = new Map<string, VolumeValues>();
  readonly snapshots = new Map<string, SnapshotValues>();
  readonly attachments = new Map<string, Attachment>();

  add(values: Partial<VolumeValues> = {}): string {
    const id = randomUUID();
    this.volumes.set(id, {
      id,
      status: 'available',
      size: 1,
      availability_zone: 'nova',
      display_name: null,
      display_description: null,
      created_at: '2026-11-21T08:49:52.000000',
      snapshot_id: null,
      attach_status: 'detached',
      multiattach: false,
      bootable: true,
      volume_type_id: 't',
      attachments: {},
      volume_image_metadata: {},
      metadata: {},
      encrypted: false,
      ...values,
    });
    return id;
  }

  /** Of a volume, in the order in which they were made. */
  statesOf(volumeId: string): string[] {
    return [...this.attachments.values()].filter((one) => one.volumeId === volumeId).map(({ status }) => status);
  }

  async get(_context: unknown, id: string): Promise<VolumeValues> {
    const found = this.volumes.get(id);
    if (found === undefined) throw new VolumeNotFound(id);
    return found;
  }

  async list(): Promise<readonly VolumeValues[]> {
    return [...this.volumes.values()];
  }

  async create(
    _context: unknown,
    { size, name, description, volumeType, snapshotId }: NewVolume,
  ): Promise<VolumeValues> {
    const values = { size, display_name: name, display_description: description, snapshot_id: snapshotId ?? null };
    return this.get(undefined, this.add({ ...values, volume_type_id: volumeType ?? 't' }));
  }

  async delete(_context: unknown, id: string): Promise<void> {
    this.volumes.delete(id);
  }

  async createAttachment(_context: unknown, volumeId: string, serverUuid: string): Promise<AttachmentValues> {
    await this.get(undefined, volumeId);
    const id = randomUUID();
    this.attachments.set(id, { volumeId, serverUuid, status: 'reserved' });
    return { id, status: 'reserved' };
  }

  async updateAttachment(_context: unknown, id: string): Promise<AttachmentValues> {
    this.#change(id, 'attaching');
    return { id, status: 'attaching', connection_info: { driver_volume_type: 'local', data: { access_mode: 'rw' } } };
  }

  async getAttachment(_context: unknown, id: string): Promise<AttachmentValues> {
    return { id, status: this.attachments.get(id)?.status ?? 'deleted' };
  }

  async completeAttachment(_context: unknown, id: string): Promise<void> {
    this.#change(id, 'attached');
  }

  async deleteAttachment(_context: unknown, id: string): Promise<void> {
    this.attachments.delete(id);
  }

  async getSnapshot(_context: unknown, id: string): Promise<SnapshotValues> {
    const found = this.snapshots.get(id);
    if (found === undefined) throw new SnapshotNotFound(id);
    return found;
  }

  async listSnapshots(): Promise<readonly SnapshotValues[]> {
    return [...this.snapshots.values()];
  }

  async createSnapshot(
    _context: unknown,
    volumeId: string,
    { name, description }: NewSnapshot,
  ): Promise<SnapshotValues> {
    const { size } = await this.get(undefined, volumeId);
    const snapshot = {
      id: randomUUID(),
      status: 'available',
      volume_id: volumeId,
      volume_size: size,
      display_name: name,
      display_description: description,
      created_at: '2026-11-21T08:49:52.000000',
    };
    this.snapshots.set(snapshot.id, snapshot);
    return snapshot;
  }

  async deleteSnapshot(_context: unknown, id: string): Promise<void> {
    if (!this.snapshots.delete(id)) throw new SnapshotNotFound(id);
  }

  async updateSnapshotStatus(_context: unknown, id: string, status: string): Promise<void> {
    this.snapshots.set(id, { ...(await this.getSnapshot(undefined, id)), status });
  }

  async encryptionMetadata(): Promise<Readonly<Record<string, unknown>>> {
    return {};
  }

  async beginDetaching(): Promise<void> {
    // The attachment says it all.
  }

  async rollDetaching(): Promise<void> {
    // As above.
  }

  async completeMigration(_context: unknown, _oldId: string, newId: string): Promise<string> {
    return newId;
  }

  async reimage(): Promise<void> {
    // A volume has no bytes here.
  }

  async availabilityZones(): Promise<readonly string[]> {
    return ['nova'];
  }

  #change(id: string, status: string): void {
    const attachment = this.attachments.get(id);
    if (attachment === undefined) throw new Error(`no attachment ${id}`);
    attachment.status = status;
  }
}
