// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { Enforcer } from '@stackport/policy';
import { InvalidGroup } from '../errors/groups.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository } from '../services/service-repository.js';
import type { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import { checkNotFrozen } from '../volumes/frozen-backends.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import { authorize } from './authorize.js';
import type { GroupRepository, GroupRow } from './group-repository.js';
import type { GroupSnapshotRepository } from './group-snapshot-repository.js';
import { volumesOfGroup } from './volumes-of-group.js';

export interface GroupRemovalDependencies {
  readonly groups: GroupRepository;
  readonly groupSnapshots: GroupSnapshotRepository;
  readonly volumes: VolumeRepository;
  readonly snapshots: Pick<SnapshotRepository, 'count'>;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly quotas: QuotaEngine;
  readonly volumeRpc: Pick<VolumeRpc, 'deleteGroup'>;
  readonly enforcer: Enforcer;
}

const DELETABLE = ['available', 'error'];

/** Takes groups away: upstream's cinder/group/api.py, delete. */
export class GroupRemoval {
  readonly #dependencies: GroupRemovalDependencies;

  constructor(dependencies: GroupRemovalDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Marks a group as being deleted and has its back end delete it; one that is on no back end is gone at once.
   * @param deleteVolumes - its volumes too, whatever state the group is in
   * @throws InvalidGroup, InvalidInput for a frozen back end, PolicyNotAuthorized
   */
  async delete(context: RequestContext, group: GroupRow, deleteVolumes: boolean): Promise<void> {
    const { groups, services, volumes, volumeRpc, enforcer } = this.#dependencies;
    authorize(enforcer, 'group:delete', context, group);
    if (!group.host) {
      await this.remove(context, group);
      return;
    }
    await checkNotFrozen(services, group);
    if (!deleteVolumes && !DELETABLE.includes(group.status ?? ''))
      throw new InvalidGroup(`Group status must be available or error, but current status is: ${group.status ?? ''}`);
    const members = await this.#checkContent(group, deleteVolumes);
    await this.#mark(group, deleteVolumes, members);
    try {
      await volumeRpc.deleteGroup(context, await groups.get(context.elevated(), group.id));
    } catch (error) {
      // Nobody was told: the user may try again.
      await groups.changeWhere(group.id, { status: 'deleting' }, { status: group.status });
      for (const { id, status } of members) await volumes.changeWhere(id, { status: 'deleting' }, { status });
      throw error;
    }
  }

  /** Marks a group that no back end knows of as deleted, and gives its quota back. */
  async remove(context: RequestContext, group: GroupRow): Promise<void> {
    const { groups, quotas } = this.#dependencies;
    const projectId = group.projectId ?? undefined;
    const reservations = await quotas.reserve(context, { groups: -1 }, { projectId });
    try {
      const isGone = await groups.remove(group.id, (tx) => quotas.commit(context, reservations, { transaction: tx }));
      if (!isGone) await quotas.rollback(context, reservations);
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
  }

  async #checkContent(group: GroupRow, deleteVolumes: boolean): Promise<readonly VolumeRow[]> {
    const { groupSnapshots, volumes, snapshots } = this.#dependencies;
    if ((await groupSnapshots.countOfGroup(group.id)) > 0) throw new InvalidGroup('Group has existing snapshots.');
    const members = await volumesOfGroup(volumes, group.id);
    if (members.length > 0 && !deleteVolumes)
      throw new InvalidGroup(
        `Group ${group.id} still contains volumes. The delete-volumes flag is required to delete it.`,
      );
    if (members.some(({ attachStatus }) => attachStatus === 'attached'))
      throw new InvalidGroup(`Volume in group ${group.id} is attached. Need to detach first.`);
    if (members.length > 0 && (await snapshots.count({ volumeId: { in: members.map(({ id }) => id) } })) > 0)
      throw new InvalidGroup('Volume in group still has dependent snapshots.');
    return members;
  }

  /** Group and volumes together, and only where nothing came in between. */
  async #mark(group: GroupRow, deleteVolumes: boolean, members: readonly VolumeRow[]): Promise<void> {
    const { groups, groupSnapshots } = this.#dependencies;
    const ids = members.map(({ id }) => id);
    const refused = new InvalidGroup(
      `Cannot delete group ${group.id}. ${
        deleteVolumes
          ? 'Group status must be available or error and must not have dependent group snapshots'
          : 'Group must not have attached volumes, volumes with snapshots, or dependent group snapshots'
      }, and it cannot be the source for an ongoing group or group snapshot creation.`,
    );
    await groups.transaction(async (tx) => {
      const expected = deleteVolumes ? {} : { status: { in: DELETABLE } };
      if (!(await groups.changeWhere(group.id, expected, { status: 'deleting' }, tx))) throw refused;
      const inGroup = { groupId: group.id, deleted: false };
      const { count } = await tx.volume.updateMany({
        where: {
          ...inGroup,
          OR: [{ attachStatus: null }, { attachStatus: { not: 'attached' } }],
          snapshots: { none: { deleted: false } },
          id: { in: ids },
        },
        data: { status: 'deleting', updatedAt: now() },
      });
      if (count < ids.length || (await tx.volume.count({ where: inGroup })) > ids.length) throw refused;
      if ((await groupSnapshots.countOfGroup(group.id, tx)) > 0) throw refused;
      if (await groups.isSource(tx, group.id)) throw refused;
    });
  }
}
