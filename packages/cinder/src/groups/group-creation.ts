// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidInput, OverQuota } from '../errors/base.js';
import { GroupTypeNotFound, GroupTypeNotFoundByName } from '../errors/group-types.js';
import type { GroupTypeRow } from '../group-types/group-type-repository.js';
import type { GroupTypeService } from '../group-types/group-type-service.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine, Reservations } from '../quotas/quota-engine.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import { isUuidLike, type VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { ZoneSettings } from '../volumes/availability-zones.js';
import { authorize } from './authorize.js';
import type { GroupRepository, GroupRow, NewGroup } from './group-repository.js';
import { groupRequest } from './group-request.js';

export interface NewGroupRequest {
  readonly name: string | null;
  readonly description: string | null;
  /** An id or a name. */
  readonly groupType: string;
  /** Ids or names. */
  readonly volumeTypes: readonly string[];
  readonly availabilityZone: string | null;
}

export interface GroupCreationDependencies {
  readonly groups: GroupRepository;
  readonly groupTypes: GroupTypeService;
  readonly volumeTypes: Pick<VolumeTypeService, 'getByNameOrId'>;
  readonly quotas: QuotaEngine;
  readonly schedulerRpc: Pick<SchedulerRpc, 'createGroup'>;
  /** Zones that have a service of cinder-volume. */
  readonly zones: { names(): Promise<readonly string[]> };
  readonly zoneSettings: Pick<ZoneSettings, 'defaultZone' | 'storageZone' | 'fallback'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** Makes groups of nothing: upstream's cinder/group/api.py, create. */
export class GroupCreation {
  readonly #dependencies: GroupCreationDependencies;

  constructor(dependencies: GroupCreationDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Stores a group together with its quota and hands it to the scheduler.
   * @throws the errors of types that are not found, InvalidInput for a zone, GroupLimitExceeded, PolicyNotAuthorized
   */
  async create(context: RequestContext, wanted: NewGroupRequest): Promise<GroupRow> {
    const { groups, schedulerRpc, enforcer, logger } = this.#dependencies;
    authorize(enforcer, 'group:create', context);
    const volumeTypes: VolumeTypeRow[] = [];
    for (const type of wanted.volumeTypes)
      volumeTypes.push(await this.#dependencies.volumeTypes.getByNameOrId(context.elevated(), type));
    const groupType = await this.#groupType(context, wanted.groupType);
    const availabilityZone = await this.#zone(wanted.availabilityZone);
    const group = await this.store(
      context,
      {
        userId: context.userId ?? null,
        projectId: context.projectId ?? null,
        availabilityZone,
        status: 'creating',
        name: wanted.name,
        description: wanted.description,
        groupTypeId: groupType.id,
        replicationStatus: 'disabled',
      },
      volumeTypes.map(({ id }) => id),
    );
    try {
      await schedulerRpc.createGroup(context, group, groupRequest(context, group, { groupType, volumeTypes }));
    } catch (error) {
      // It exists and has its quota: the user sees it as failed and may delete it.
      await groups.changeWhere(group.id, { status: 'creating' }, { status: 'error' });
      logger.error(`Group ${group.id}: create failed`, error);
      throw error;
    }
    return group;
  }

  /** The row of a new group with its quota, before anybody is told. Throws GroupLimitExceeded. */
  async store(context: RequestContext, values: NewGroup, volumeTypeIds: readonly string[]): Promise<GroupRow> {
    const { groups, quotas } = this.#dependencies;
    const reservations = await this.#reserve(context);
    let id: string;
    try {
      id = await groups.create(values, volumeTypeIds, (tx) =>
        quotas.commit(context, reservations, { transaction: tx }),
      );
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
    return groups.get(context, id);
  }

  async #reserve(context: RequestContext): Promise<Reservations> {
    try {
      return await this.#dependencies.quotas.reserve(context, { groups: 1 });
    } catch (error) {
      throw error instanceof OverQuota ? describeOverQuota(error, { resource: 'groups' }) : error;
    }
  }

  async #groupType(context: RequestContext, nameOrId: string): Promise<GroupTypeRow> {
    const { groupTypes } = this.#dependencies;
    if (!isUuidLike(nameOrId)) return groupTypes.getByName(context, nameOrId);
    try {
      return await groupTypes.get(context, nameOrId);
    } catch (error) {
      if (!(error instanceof GroupTypeNotFound)) throw error;
      // A name may look like an id.
      return groupTypes.getByName(context, nameOrId).catch((other: unknown) => {
        throw other instanceof GroupTypeNotFoundByName ? error : other;
      });
    }
  }

  async #zone(asked: string | null): Promise<string> {
    const { zones, zoneSettings, logger } = this.#dependencies;
    const { defaultZone, storageZone, fallback } = zoneSettings;
    const own = defaultZone === undefined || defaultZone === '' ? storageZone : defaultZone;
    const zone = asked ?? own;
    if (zone === storageZone || (await zones.names()).includes(zone)) return zone;
    if (!fallback) throw new InvalidInput(`Availability zone '${zone}' is invalid.`);
    logger.warning(`Availability zone '${zone}' not found, falling back to '${own}'.`);
    return own;
  }
}
