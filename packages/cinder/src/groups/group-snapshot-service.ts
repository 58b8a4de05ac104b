// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { OverQuota } from '../errors/base.js';
import { GroupSnapshotNotFound, InvalidGroupSnapshot } from '../errors/groups.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Notifications } from '../notifications/notifications.js';
import { readOrder, type Page } from '../paging/read-order.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine, Reservations } from '../quotas/quota-engine.js';
import type { QueryFilters } from '../resource-filters/resource-filters.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository } from '../services/service-repository.js';
import { checkNotFrozen } from '../volumes/frozen-backends.js';
import { isMigrating } from '../volumes/migration-states.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import { authorize } from './authorize.js';
import { GROUP_SNAPSHOT_COLUMNS, groupConditions } from './group-columns.js';
import type { GroupRow } from './group-repository.js';
import type { GroupSnapshotRepository, GroupSnapshotRow } from './group-snapshot-repository.js';
import { volumesOfGroup } from './volumes-of-group.js';

export interface GroupSnapshotServiceDependencies {
  readonly groupSnapshots: GroupSnapshotRepository;
  readonly volumes: VolumeRepository;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly quotas: QuotaEngine;
  readonly volumeRpc: Pick<VolumeRpc, 'createGroupSnapshot' | 'deleteGroupSnapshot'>;
  readonly notifications: Notifications;
  readonly enforcer: Enforcer;
  /** `no_snapshot_gb_quota`: whether the size of snapshots counts for nothing. */
  readonly withoutSizeQuota: boolean;
  readonly logger: Logger;
}

const DELETABLE = ['available', 'error'];

/** Snapshots of groups as the API has them: upstream's cinder/group/api.py. */
export class GroupSnapshotService {
  readonly #dependencies: GroupSnapshotServiceDependencies;

  constructor(dependencies: GroupSnapshotServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `GroupSnapshotNotFound`, `PolicyNotAuthorized`. */
  async get(context: RequestContext, id: string): Promise<GroupSnapshotRow> {
    const snapshot = await this.#dependencies.groupSnapshots.get(context, id);
    authorize(this.#dependencies.enforcer, 'group:get_group_snapshot', context, snapshot);
    return snapshot;
  }

  /**
   * Of the caller's project, or of all where an administrator's filters have `all_tenants`, whatever its value.
   * @throws InvalidInput for an order, GroupSnapshotNotFound for a marker
   */
  async list(context: RequestContext, { filters, ...page }: Page & { readonly filters: QueryFilters }) {
    const { all_tenants: all, ...others } = filters;
    const allProjects = context.isAdmin && all !== undefined;
    const order = readOrder(page, GROUP_SNAPSHOT_COLUMNS);
    const conditions = groupConditions(allProjects ? others : filters, GROUP_SNAPSHOT_COLUMNS);
    if (conditions === undefined) return [];
    const { limit, offset, marker } = page;
    const where = { AND: [...conditions, allProjects ? {} : { projectId: context.projectId ?? '' }] };
    return this.#dependencies.groupSnapshots.list({ where, order, limit, offset, marker });
  }

  /** Whether the caller may see whose a group snapshot is. */
  seesOwner(context: RequestContext): boolean {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    return this.#dependencies.enforcer.enforce('group:group_snapshot_project_attribute', target, context);
  }

  /**
   * Stores a snapshot of each volume of a group, with their quota, and has the group's back end make them.
   * @throws InvalidVolume, InvalidInput for a frozen back end, the errors of quotas, PolicyNotAuthorized
   */
  async create(
    context: RequestContext,
    group: GroupRow,
    { name, description }: { readonly name: string | null; readonly description: string | null },
  ): Promise<GroupSnapshotRow> {
    const { groupSnapshots, volumes, services, quotas, volumeRpc, enforcer, logger } = this.#dependencies;
    authorize(enforcer, 'group:create_group_snapshot', context, group);
    await checkNotFrozen(services, group);
    const members = await volumesOfGroup(volumes, group.id);
    for (const volume of members) {
      authorize(enforcer, 'volume:create_snapshot', context, volume);
      checkVolume(volume);
    }
    const owner = { userId: context.userId ?? null, projectId: context.projectId ?? null };
    const reservations = await this.#reserve(context, members);
    let id: string;
    try {
      id = await groupSnapshots.create(
        { ...owner, groupId: group.id, status: 'creating', name, description, groupTypeId: group.groupTypeId },
        members.map((volume) => ({
          ...owner,
          volumeId: volume.id,
          status: 'creating',
          progress: '0%',
          volumeSize: volume.size,
          displayName: name,
          displayDescription: description,
          volumeTypeId: volume.volumeTypeId,
          encryptionKeyId: volume.encryptionKeyId,
        })),
        (tx) => quotas.commit(context, reservations, { transaction: tx }),
      );
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
    const snapshot = await groupSnapshots.get(context, id);
    try {
      await volumeRpc.createGroupSnapshot(context, snapshot);
    } catch (error) {
      // It has its quota: the user sees it as failed and may delete it.
      await groupSnapshots.changeWithMembers(id, 'error');
      logger.error(`Group snapshot ${id}: create failed`, error);
      throw error;
    }
    return snapshot;
  }

  /** Throws InvalidGroupSnapshot, InvalidInput for a frozen back end, PolicyNotAuthorized. */
  async delete(context: RequestContext, snapshot: GroupSnapshotRow): Promise<void> {
    const { groupSnapshots, services, volumeRpc, enforcer } = this.#dependencies;
    authorize(enforcer, 'group:delete_group_snapshot', context, snapshot);
    await checkNotFrozen(services, snapshot.group);
    if (!(await groupSnapshots.startDeletion(snapshot.id, DELETABLE)))
      throw new InvalidGroupSnapshot(
        'GroupSnapshot status must be available or error, and no Group can be currently using it as source for its creation.',
      );
    try {
      await volumeRpc.deleteGroupSnapshot(context.elevated(), { ...snapshot, status: 'deleting' });
    } catch (error) {
      // Nobody was told: the user may try again.
      await groupSnapshots.changeWithMembers(snapshot.id, snapshot.status ?? 'error');
      throw error;
    }
  }

  /** Sets the state as an administrator says. Throws `GroupSnapshotNotFound`. */
  async resetStatus(context: RequestContext, id: string, status: string): Promise<void> {
    const { groupSnapshots, notifications, enforcer } = this.#dependencies;
    const publisher = 'groupSnapshotStatusUpdate';
    const payload = { id, update: status };
    await notifications.info(context, publisher, 'groupsnapshots.reset_status.start', payload);
    try {
      const snapshot = await this.get(context, id);
      authorize(enforcer, 'group:reset_group_snapshot_status', context, snapshot);
      if (!(await groupSnapshots.changeWhere(id, {}, { status }))) throw new GroupSnapshotNotFound(id);
    } catch (error) {
      if (error instanceof GroupSnapshotNotFound)
        await notifications.error(context, publisher, 'groupsnapshots.reset_status', {
          error_message: error.message,
          id,
        });
      throw error;
    }
    await notifications.info(context, publisher, 'groupsnapshots.reset_status.end', payload);
  }

  async #reserve(context: RequestContext, members: readonly VolumeRow[]): Promise<Reservations> {
    if (members.length === 0) return [];
    const { quotas, withoutSizeQuota } = this.#dependencies;
    const total: Record<string, number> = {};
    for (const { size, volumeTypeId } of members) {
      const own: Record<string, number> = withoutSizeQuota ? { snapshots: 1 } : { snapshots: 1, gigabytes: size ?? 0 };
      await quotas.addVolumeTypeOptions(context, own, volumeTypeId);
      for (const [name, delta] of Object.entries(own)) total[name] = (total[name] ?? 0) + delta;
    }
    try {
      return await quotas.reserve(context, total);
    } catch (error) {
      const size = total.gigabytes ?? members.at(-1)?.size ?? 0;
      throw error instanceof OverQuota ? describeOverQuota(error, { resource: 'snapshots', size }) : error;
    }
  }
}

function checkVolume(volume: VolumeRow): void {
  if (!volume.host)
    throw new InvalidVolume('The snapshot cannot be created because volume has not been scheduled to any host.');
  if (volume.status === 'maintenance')
    throw new InvalidVolume('The snapshot cannot be created when the volume is in maintenance mode.');
  if (isMigrating(volume)) throw new InvalidVolume('Snapshot cannot be created while volume is migrating.');
  if (volume.status === 'error')
    throw new InvalidVolume('The snapshot cannot be created when the volume is in error status.');
  if (volume.status?.startsWith('replica_') === true)
    throw new InvalidVolume('Snapshot of secondary replica is not allowed.');
}
