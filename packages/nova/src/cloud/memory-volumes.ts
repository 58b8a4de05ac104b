// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { VolumeNotFound } from '../errors/volume.js';
import type { AttachmentValues, NewVolume, SnapshotValues, Volumes, VolumeValues } from '../volume/volumes.js';

interface Attachment {
  readonly volumeId: string;
  readonly serverUuid: string;
  status: string;
}

/** Block Storage in memory: volumes, and who has them. */
export class MemoryVolumes implements Volumes {
  readonly volumes = new Map<string, VolumeValues>();
  readonly attachments = new Map<string, Attachment>();

  add(values: Partial<VolumeValues> = {}): string {
    const id = randomUUID();
    this.volumes.set(id, {
      id,
      status: 'available',
      size: 1,
      availability_zone: 'nova',
      display_name: null,
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

  async create(_context: unknown, { size }: NewVolume): Promise<VolumeValues> {
    return this.get(undefined, this.add({ size }));
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
    return { id, status: 'available', volume_id: '', volume_size: 1, display_name: null };
  }

  async createSnapshot(_context: unknown, volumeId: string): Promise<SnapshotValues> {
    return { id: randomUUID(), status: 'available', volume_id: volumeId, volume_size: 1, display_name: null };
  }

  async deleteSnapshot(): Promise<void> {
    // There is nothing of it.
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
