// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { GroupNotFound } from '../errors/groups.js';
import type { Notifications } from '../notifications/notifications.js';
import { readOrder, type Page } from '../paging/read-order.js';
import type { QueryFilters } from '../resource-filters/resource-filters.js';
import { authorize } from './authorize.js';
import { GROUP_COLUMNS, groupConditions } from './group-columns.js';
import type { GroupCopy, GroupCopyRequest } from './group-copy.js';
import type { GroupCreation, NewGroupRequest } from './group-creation.js';
import type { GroupRemoval } from './group-removal.js';
import type { GroupReplication } from './group-replication.js';
import type { GroupRepository, GroupRow } from './group-repository.js';
import type { GroupChanges, GroupUpdate } from './group-update.js';

export interface GroupServiceDependencies {
  readonly groups: GroupRepository;
  readonly creation: GroupCreation;
  readonly copy: GroupCopy;
  readonly updates: GroupUpdate;
  readonly removal: GroupRemoval;
  readonly replication: GroupReplication;
  readonly notifications: Notifications;
  readonly enforcer: Enforcer;
}

/** Groups of volumes as the API has them: upstream's cinder/group/api.py. */
export class GroupService {
  /** Of groups whose type asks for it. */
  readonly replication: GroupReplication;
  readonly #dependencies: GroupServiceDependencies;

  constructor(dependencies: GroupServiceDependencies) {
    this.#dependencies = dependencies;
    this.replication = dependencies.replication;
  }

  /** Throws `GroupNotFound`, `PolicyNotAuthorized`. */
  async get(context: RequestContext, id: string): Promise<GroupRow> {
    const group = await this.#dependencies.groups.get(context, id);
    authorize(this.#dependencies.enforcer, 'group:get', context, group);
    return group;
  }

  /**
   * Of the caller's project, or of all where an administrator's filters have `all_tenants`, whatever its value.
   * @throws InvalidInput for an order, GroupNotFound for a marker
   */
  async list(context: RequestContext, { filters, ...page }: Page & { readonly filters: QueryFilters }) {
    const { all_tenants: all, ...others } = filters;
    const allProjects = context.isAdmin && all !== undefined;
    const order = readOrder(page, GROUP_COLUMNS);
    const conditions = groupConditions(allProjects ? others : filters, GROUP_COLUMNS);
    if (conditions === undefined) return [];
    const { limit, offset, marker } = page;
    const where = { AND: [...conditions, allProjects ? {} : { projectId: context.projectId ?? '' }] };
    return this.#dependencies.groups.list({ where, order, limit, offset, marker });
  }

  /** Ids of the volumes of some groups by group. */
  volumeIdsOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#dependencies.groups.volumeIdsOf(groupIds);
  }

  /** Whether the caller may see whose a group is. */
  seesOwner(context: RequestContext): boolean {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    return this.#dependencies.enforcer.enforce('group:group_project_attribute', target, context);
  }

  create(context: RequestContext, wanted: NewGroupRequest): Promise<GroupRow> {
    return this.#dependencies.creation.create(context, wanted);
  }

  /** Of another group or of a group's snapshot. */
  createFromSource(context: RequestContext, wanted: GroupCopyRequest): Promise<GroupRow> {
    return this.#dependencies.copy.create(context, wanted);
  }

  update(context: RequestContext, group: GroupRow, changes: GroupChanges): Promise<void> {
    return this.#dependencies.updates.update(context, group, changes);
  }

  delete(context: RequestContext, group: GroupRow, { deleteVolumes = false } = {}): Promise<void> {
    return this.#dependencies.removal.delete(context, group, deleteVolumes);
  }

  /** Sets the state as an administrator says. Throws `GroupNotFound`. */
  async resetStatus(context: RequestContext, id: string, status: string): Promise<void> {
    const { groups, notifications, enforcer } = this.#dependencies;
    const payload = { id, update: status };
    await notifications.info(context, 'groupStatusUpdate', 'groups.reset_status.start', payload);
    try {
      const group = await this.get(context, id);
      authorize(enforcer, 'group:reset_status', context, group);
      if (!(await groups.changeWhere(id, {}, { status }))) throw new GroupNotFound(id);
    } catch (error) {
      if (error instanceof GroupNotFound)
        await notifications.error(context, 'groupStatusUpdate', 'groups.reset_status', {
          error_message: error.message,
          id,
        });
      throw error;
    }
    await notifications.info(context, 'groupStatusUpdate', 'groups.reset_status.end', payload);
  }
}
