// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../../errors/base.js';
import type { Group } from '../../generated/mysql/client.js';
import type { CreateVolume } from './create-volume.js';
import type { DeleteVolume } from './delete-volume.js';
import type { Snapshots } from './snapshots.js';
import { WorkNotFound, type VolumeBackend } from './volume-backend.js';

/**
 * Groups of volumes and their snapshots, one volume after the other: upstream's generic groups, for back ends that have
 * no consistency of their own.
 */
export class Groups {
  readonly #backend: VolumeBackend;
  readonly #create: CreateVolume;
  readonly #delete: DeleteVolume;
  readonly #snapshots: Snapshots;

  constructor(backend: VolumeBackend, work: { create: CreateVolume; delete: DeleteVolume; snapshots: Snapshots }) {
    this.#backend = backend;
    this.#create = work.create;
    this.#delete = work.delete;
    this.#snapshots = work.snapshots;
  }

  async create(context: RequestContext, groupId: string): Promise<string> {
    const { repository, logger } = this.#backend.init;
    const group = await this.#group(groupId);
    if (group.status !== 'creating') return groupId;
    await this.#notify(context, group, 'create.start');
    const isReady = this.#backend.isInitialized;
    await repository.updateGroup(groupId, isReady ? { status: 'available' } : { status: 'error' });
    this.#backend.requireDriver();
    await this.#notify(context, { ...group, status: 'available' }, 'create.end');
    logger.info(`Create group completed successfully. (group ${groupId})`);
    return groupId;
  }

  async delete(context: RequestContext, groupId: string): Promise<void> {
    const { repository, quotas, logger } = this.#backend.init;
    const group = await repository.getGroup(groupId);
    if (group === undefined) return;
    await this.#notify(context, group, 'delete.start');
    try {
      for (const { id } of await repository.listVolumesOfGroup(groupId))
        await this.#delete.run(context, { volumeId: id });
    } catch (error) {
      await repository.updateGroup(groupId, { status: 'error_deleting' });
      throw error;
    }
    const reservations = await quotas.reserve(context, { groups: -1 }, { projectId: group.projectId ?? undefined });
    const isMine = await repository.removeGroup(groupId, (tx) =>
      quotas.commit(context, reservations, { transaction: tx }),
    );
    if (!isMine) await quotas.rollback(context, reservations);
    await this.#notify(context, group, 'delete.end');
    await this.#backend.publish(context);
    logger.info(`Delete group completed successfully. (group ${groupId})`);
  }

  async update(
    context: RequestContext,
    groupId: string,
    add: readonly string[],
    remove: readonly string[],
  ): Promise<void> {
    const { repository } = this.#backend.init;
    const group = await this.#group(groupId);
    await this.#notify(context, group, 'update.start');
    try {
      for (const id of add) {
        const volume = await this.#backend.volume(id);
        if (volume.status !== 'available' && volume.status !== 'in-use')
          throw new Invalid(
            `Invalid volume: Cannot add volume ${id} to group ${groupId} because volume is in an invalid state: ${volume.status ?? ''}. Valid states are: ('available', 'in-use').`,
          );
        await repository.updateVolume(id, { groupId });
      }
      for (const id of remove) await repository.updateVolume(id, { groupId: null }, { groupId });
    } catch (error) {
      await repository.updateGroup(groupId, { status: 'error' });
      throw error;
    }
    await repository.updateGroup(groupId, { status: 'available' });
    await this.#notify(context, group, 'update.end');
  }

  /** The API has made the rows of the new volumes, each with its source. */
  async createFromSource(context: RequestContext, groupId: string): Promise<string> {
    const { repository } = this.#backend.init;
    const group = await this.#group(groupId);
    if (group.status !== 'creating') return groupId;
    await this.#notify(context, group, 'create.start');
    try {
      for (const { id } of await repository.listVolumesOfGroup(groupId))
        await this.#create.run(context, {
          volumeId: id,
          requestSpec: null,
          filterProperties: null,
          allowReschedule: false,
        });
    } catch (error) {
      await repository.updateGroup(groupId, { status: 'error' });
      throw error;
    }
    await repository.updateGroup(groupId, { status: 'available' });
    await this.#notify(context, { ...group, status: 'available' }, 'create.end');
    return groupId;
  }

  async createSnapshot(context: RequestContext, groupSnapshotId: string): Promise<string> {
    const { repository } = this.#backend.init;
    const groupSnapshot = await repository.getGroupSnapshot(groupSnapshotId);
    if (groupSnapshot === undefined) throw new WorkNotFound('GroupSnapshot', groupSnapshotId);
    if (groupSnapshot.status !== 'creating') return groupSnapshotId;
    try {
      for (const { id } of await repository.listSnapshotsOfGroupSnapshot(groupSnapshotId))
        await this.#snapshots.create(context, id);
    } catch (error) {
      await repository.updateGroupSnapshot(groupSnapshotId, { status: 'error' });
      throw error;
    }
    await repository.updateGroupSnapshot(groupSnapshotId, { status: 'available' });
    return groupSnapshotId;
  }

  async deleteSnapshot(context: RequestContext, groupSnapshotId: string): Promise<void> {
    const { repository } = this.#backend.init;
    if ((await repository.getGroupSnapshot(groupSnapshotId)) === undefined) return;
    try {
      for (const { id } of await repository.listSnapshotsOfGroupSnapshot(groupSnapshotId))
        await this.#snapshots.delete(context, { snapshotId: id });
    } catch (error) {
      await repository.updateGroupSnapshot(groupSnapshotId, { status: 'error_deleting' });
      throw error;
    }
    await repository.updateGroupSnapshot(groupSnapshotId, { status: 'deleted', deleted: true, deletedAt: new Date() });
  }

  async #group(id: string): Promise<Group> {
    const row = await this.#backend.init.repository.getGroup(id);
    if (row === undefined) throw new WorkNotFound('Group', id);
    return row;
  }

  async #notify(context: RequestContext, group: Group, event: string): Promise<void> {
    await this.#backend.init.notifications.info(context, 'group', `group.${event}`, {
      tenant_id: group.projectId,
      user_id: group.userId,
      availability_zone: group.availabilityZone,
      group_id: group.id,
      group_type: group.groupTypeId,
      name: group.name,
      created_at: group.createdAt?.toISOString() ?? null,
      status: group.status,
    });
  }
}
