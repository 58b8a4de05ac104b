// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidGroup } from '../errors/groups.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository } from '../services/service-repository.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { CreateVolume, CreateVolumeInput } from '../volumes/create-volume.js';
import { checkNotFrozen } from '../volumes/frozen-backends.js';
import type { VolumeDeletion } from '../volumes/volume-deletion.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import { authorize } from './authorize.js';
import type { GroupCreation } from './group-creation.js';
import type { GroupRemoval } from './group-removal.js';
import type { GroupRepository, GroupRow } from './group-repository.js';
import type { GroupSnapshotRepository, GroupSnapshotRow } from './group-snapshot-repository.js';
import { capacityRequestSpec } from './group-request.js';
import { volumesOfGroup } from './volumes-of-group.js';

export interface GroupCopyRequest {
  readonly name: string | null;
  readonly description: string | null;
  /** One of the two. */
  readonly groupSnapshotId?: string | null | undefined;
  readonly sourceGroupId?: string | null | undefined;
}

export interface GroupCopyDependencies {
  readonly groups: GroupRepository;
  readonly groupSnapshots: GroupSnapshotRepository;
  readonly volumes: VolumeRepository;
  readonly volumeTypes: Pick<VolumeTypeService, 'get'>;
  readonly createVolume: Pick<CreateVolume, 'store'>;
  readonly volumeDeletion: Pick<VolumeDeletion, 'delete'>;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly schedulerRpc: Pick<SchedulerRpc, 'validateHostCapacity'>;
  readonly volumeRpc: Pick<VolumeRpc, 'createGroupFromSrc'>;
  readonly creation: GroupCreation;
  readonly removal: GroupRemoval;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** One volume of the new group: what it is made of, and the volume that tells its type. */
type Part = Pick<CreateVolumeInput, 'snapshot' | 'sourceVolume' | 'size'> & { readonly origin: VolumeRow };

interface Source {
  readonly group: GroupRow;
  readonly groupTypeId: string | null;
  readonly snapshot?: GroupSnapshotRow;
  readonly parts: readonly Part[];
  /** What is said where there are no parts. */
  readonly emptiness: string;
}

/** Makes groups of other groups or of their snapshots: upstream's cinder/group/api.py, create_from_src. */
export class GroupCopy {
  readonly #dependencies: GroupCopyDependencies;

  constructor(dependencies: GroupCopyDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Stores a group and its volumes on the back end of the source and has that back end fill them.
   * @throws GroupNotFound, GroupSnapshotNotFound, InvalidGroup, GroupLimitExceeded, those of new volumes
   */
  async create(context: RequestContext, wanted: GroupCopyRequest): Promise<GroupRow> {
    const { creation, groups, enforcer, volumeRpc, logger } = this.#dependencies;
    authorize(enforcer, 'group:create', context);
    const source = await this.#source(context, wanted);
    const group = await creation.store(
      context,
      {
        userId: context.userId ?? null,
        projectId: context.projectId ?? null,
        status: 'creating',
        name: wanted.name,
        description: wanted.description,
        groupSnapshotId: source.snapshot?.id ?? null,
        sourceGroupId: source.snapshot === undefined ? source.group.id : null,
        groupTypeId: source.groupTypeId,
        replicationStatus: 'disabled',
        host: source.group.host,
        clusterName: source.group.clusterName,
        availabilityZone: source.group.availabilityZone,
      },
      source.group.volumeTypeIds,
    );
    try {
      await this.#checkPlace(context, group, source);
      await this.#storeVolumes(context, group, source);
      await groups.placeVolumes(group);
    } catch (error) {
      logger.error(`Error occurred when creating group ${group.id} from a source`, error);
      await this.#undo(context, group);
      throw error;
    }
    try {
      await volumeRpc.createGroupFromSrc(
        context,
        group,
        source.snapshot === undefined ? { sourceGroup: source.group } : { groupSnapshot: source.snapshot },
      );
    } catch (error) {
      // Group and volumes exist and have their quota: the user sees them as failed and may delete them.
      await groups.changeWhere(group.id, { status: 'creating' }, { status: 'error' });
      throw error;
    }
    return group;
  }

  async #source(context: RequestContext, wanted: GroupCopyRequest): Promise<Source> {
    const { groups, groupSnapshots, volumes, enforcer } = this.#dependencies;
    const elevated = context.elevated();
    if (wanted.groupSnapshotId) {
      const snapshot = await groupSnapshots.get(context, wanted.groupSnapshotId);
      authorize(enforcer, 'group:get_group_snapshot', context, snapshot);
      const group = await groups.get(context, snapshot.groupId);
      authorize(enforcer, 'group:get', context, group);
      const members = await groupSnapshots.members(snapshot.id);
      const ids = members.map(({ volumeId }) => volumeId);
      const origins = new Map(
        (await volumes.list({ where: { id: { in: ids } }, order: [{ field: 'id', direction: 'asc' }] })).map(
          (volume) => [volume.id, volume],
        ),
      );
      const parts: Part[] = [];
      for (const member of members) {
        const origin = origins.get(member.volumeId) ?? (await volumes.get(elevated, member.volumeId));
        parts.push({ snapshot: { ...member, volume: origin }, size: member.volumeSize, origin });
      }
      const emptiness = 'Group snapshot is empty. No group will be created.';
      return { group, groupTypeId: snapshot.groupTypeId, snapshot, parts, emptiness };
    }
    const group = await groups.get(context, wanted.sourceGroupId ?? '');
    authorize(enforcer, 'group:get', context, group);
    const parts = (await volumesOfGroup(volumes, group.id)).map((volume): Part => ({
      sourceVolume: volume,
      size: volume.size,
      origin: volume,
    }));
    return {
      group,
      groupTypeId: group.groupTypeId,
      parts,
      emptiness: 'Source Group is empty. No group will be created.',
    };
  }

  async #checkPlace(context: RequestContext, group: GroupRow, { parts, emptiness }: Source): Promise<void> {
    const { schedulerRpc, services } = this.#dependencies;
    const backend = [group.clusterName, group.host].find((name) => name !== null && name !== '');
    const size = parts.reduce((sum, { origin }) => sum + (origin.size ?? 0), 0);
    const request = { requestSpec: capacityRequestSpec(group.id, size), filterProperties: null };
    if (!backend || !(await schedulerRpc.validateHostCapacity(context, backend, request)))
      throw new InvalidGroup(`No valid host to create group ${group.id}.`);
    await checkNotFrozen(services, group);
    if (parts.length === 0) throw new InvalidGroup(emptiness);
  }

  async #storeVolumes(context: RequestContext, group: GroupRow, { parts }: Source): Promise<void> {
    const { createVolume, volumeTypes } = this.#dependencies;
    for (const { origin, ...part } of parts) {
      const volumeType = origin.volumeType ?? (await volumeTypes.get(context.elevated(), origin.volumeTypeId));
      await createVolume.store(context, { ...part, volumeType, group, availabilityZone: group.availabilityZone });
    }
  }

  /** Takes back what was stored of a group that no back end knows of. */
  async #undo(context: RequestContext, group: GroupRow): Promise<void> {
    const { volumes, volumeDeletion, removal, logger } = this.#dependencies;
    try {
      // They are on no back end: they are gone at once, with their quota.
      for (const volume of await volumesOfGroup(volumes, group.id))
        await volumeDeletion.delete(context, { ...volume, host: null });
      await removal.remove(context, group);
    } catch (error) {
      logger.error(`Group ${group.id}: what was stored of it could not be taken back`, error);
    }
  }
}
