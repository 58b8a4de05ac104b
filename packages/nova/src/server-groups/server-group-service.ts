// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Cells } from '../cells/cells.js';
import type { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import {
  InstanceGroupNotFound,
  PolicyHasNoRules,
  ServerGroupLimitExceeded,
  ServerGroupRuleNotSupported,
} from '../errors/server-groups.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import type { Notifications } from '../notifications/notifications.js';
import { serverGroupPayload } from '../notifications/payloads.js';
import type { VersionedNotifications } from '../notifications/versioned-notifications.js';
import type { QuotaService } from '../quotas/quota-service.js';
import type { UsageCounter } from '../quotas/usage-counter.js';
import type { ServiceVersions } from '../services/service-versions.js';
import type { ServerGroup, ServerGroupRepository } from './server-group-repository.js';

export interface ServerGroupServiceInit {
  readonly groups: ServerGroupRepository;
  readonly instanceMappings: InstanceMappingRepository;
  readonly cells: Cells;
  readonly quotas: QuotaService;
  readonly usages: UsageCounter;
  readonly versions: ServiceVersions;
  readonly enforcer: Enforcer;
  readonly notifications: Notifications;
  readonly versioned: VersionedNotifications;
  /** `[quota] recheck_quota` */
  readonly recheckQuota: boolean;
}

/** Version of nova-compute that knows more than one server of a group on a host. */
const RULES_VERSION = 33;

const RULE = 'os_compute_api:os-server-groups';

/** Groups of servers (nova 26, api/openstack/compute/server_groups.py). */
export class ServerGroupService {
  readonly #init: ServerGroupServiceInit;

  constructor(init: ServerGroupServiceInit) {
    this.#init = init;
  }

  /** Throws InstanceGroupNotFound, PolicyNotAuthorized. */
  async get(context: RequestContext, uuid: string): Promise<ServerGroup> {
    return this.#load(context, uuid, 'show');
  }

  /** Throws PolicyNotAuthorized. @param isForAll - of all projects, where an administrator asks */
  async list(context: RequestContext, isForAll: boolean): Promise<ServerGroup[]> {
    const { enforcer, groups } = this.#init;
    const target = { project_id: context.projectId };
    await enforcer.authorizeAsync(`${RULE}:index`, target, context);
    if (!isForAll || !context.isAdmin) return groups.list(context.projectId ?? '');
    await enforcer.authorizeAsync(`${RULE}:index:all_projects`, target, context);
    return groups.list();
  }

  /** Throws ServerGroupLimitExceeded, PolicyHasNoRules, ServerGroupRuleNotSupported. */
  async create(
    context: RequestContext,
    values: { readonly name: string; readonly policy: string; readonly rules: Readonly<Record<string, number>> },
  ): Promise<ServerGroup> {
    const { groups, notifications, versioned, recheckQuota } = this.#init;
    await this.#checkQuota(context, 1);
    const { name, policy, rules } = values;
    if (policy !== 'anti-affinity' && Object.keys(rules).length > 0) throw new PolicyHasNoRules();
    await this.#checkRules(rules);
    const { projectId = null, userId = null } = context;
    const made = await groups.create({ name, policy, rules, projectId, userId });
    if (recheckQuota) await this.#recheckQuota(context, made);
    await notifications.info(context, 'servergroup', 'servergroup.create', {
      ...{ policy, rules, name, project_id: projectId, user_id: userId, uuid: made.uuid },
      server_group_id: made.uuid,
    });
    await versioned.emit(context, 'server_group.create', serverGroupPayload(made));
    return made;
  }

  /** Throws InstanceGroupNotFound, PolicyNotAuthorized. */
  async delete(context: RequestContext, uuid: string): Promise<void> {
    const { groups, notifications, versioned } = this.#init;
    const group = await this.#load(context, uuid, 'delete');
    if (!(await groups.delete(uuid))) throw new InstanceGroupNotFound(uuid);
    await notifications.info(context, 'servergroup', 'servergroup.delete', { server_group_id: uuid });
    await versioned.emit(context, 'server_group.delete', serverGroupPayload(group));
  }

  /** Of the members of groups those that are not deleted; one that has no cell yet is there. */
  async livingMembers(groups: readonly ServerGroup[]): Promise<ReadonlySet<string>> {
    const { cells, instanceMappings } = this.#init;
    const uuids = [...new Set(groups.flatMap(({ members }) => members))];
    if (uuids.length === 0) return new Set();
    const mappings = await instanceMappings.list(uuids);
    const unscheduled = mappings.filter(({ cellId }) => cellId === null).map(({ instanceUuid }) => instanceUuid);
    const byCell = new Map<number, string[]>();
    for (const { cellId, instanceUuid } of mappings)
      if (cellId !== null) byCell.set(cellId, [...(byCell.get(cellId) ?? []), instanceUuid]);
    const asked = (await cells.list()).filter(({ id }) => byCell.has(id));
    const found = await cells.gather(async ({ mapping, database }) => {
      const where = { uuid: { in: byCell.get(mapping.id) ?? [] }, deleted: 0 };
      return new InstanceRepository(database).list({ where, select: { uuid: true } });
    }, asked);
    return new Set([...unscheduled, ...found.flat().map(({ uuid }) => uuid)]);
  }

  async #load(context: RequestContext, uuid: string, action: string): Promise<ServerGroup> {
    const group = await this.#init.groups.find(uuid);
    if (group === null) throw new InstanceGroupNotFound(uuid);
    await this.#init.enforcer.authorizeAsync(`${RULE}:${action}`, { project_id: group.projectId ?? '' }, context);
    return group;
  }

  async #checkRules({ max_server_per_host: max = 1 }: Readonly<Record<string, number>>): Promise<void> {
    if (max > 1 && (await this.#init.versions.minimum('nova-compute')) < RULES_VERSION)
      throw new ServerGroupRuleNotSupported();
  }

  async #checkQuota(context: RequestContext, more: number): Promise<void> {
    const { usages, quotas } = this.#init;
    const { projectId = '', userId = '' } = context;
    const project = { server_groups: (await usages.serverGroups(projectId)) + more };
    const user = { server_groups: (await usages.serverGroups(projectId, userId)) + more };
    if ((await quotas.overs(context, { project, user })).length > 0) throw new ServerGroupLimitExceeded();
  }

  /** Of requests at the same time, the one that finds too many takes its own back. */
  async #recheckQuota(context: RequestContext, made: ServerGroup): Promise<void> {
    try {
      await this.#checkQuota(context, 0);
    } catch (error) {
      await this.#init.groups.delete(made.uuid);
      throw error;
    }
  }
}
