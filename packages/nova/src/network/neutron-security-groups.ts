// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../errors/base.js';
import { NoUniqueMatch, SecurityGroupCannotBeApplied, SecurityGroupNotFound } from '../errors/network.js';
import {
  NoPortForSecurityGroup,
  SecurityGroupLimitExceeded,
  SecurityGroupNotAssociated,
  SecurityGroupRuleNotFound,
} from '../errors/security-groups.js';
import { SecurityGroupNotFoundForProject } from '../errors/server-actions.js';
import type {
  GroupTexts,
  NewSecurityGroupRule,
  SecurityGroup,
  SecurityGroupRule,
  SecurityGroups,
} from './network-resources.js';
import { orNull, reworded } from './neutron-errors.js';
import type { NeutronSession, Resource } from './neutron-session.js';
import { groupFrom, groupNameFrom, ruleFrom, ruleToNeutron, sourcesOf } from './security-group-values.js';

const GROUPS = 'security-groups';

/** Neutron's security groups (nova 26, network/security_group_api.py). */
export class NeutronSecurityGroups implements SecurityGroups {
  readonly #session: NeutronSession;

  constructor(session: NeutronSession) {
    this.#session = session;
  }

  async list(context: RequestContext, ofAllProjects: boolean): Promise<readonly SecurityGroup[]> {
    const query = ofAllProjects ? {} : { tenant_id: context.projectId ?? '' };
    return this.#whole(context, await this.#session.list(context, 'user', GROUPS, query));
  }

  async get(context: RequestContext, id: string): Promise<SecurityGroup> {
    const { security_group: group } = await reworded(this.#session.get(context, 'user', pathOf(id)), {
      404: () => new SecurityGroupNotFound(id),
    });
    return this.#one(context, group as Resource);
  }

  async create(context: RequestContext, values: GroupTexts): Promise<SecurityGroup> {
    const making = this.#session.post(context, 'user', `/${GROUPS}`, { security_group: values });
    const { security_group: group } = await reworded(making, {
      400: (message) => new Invalid(message),
      409: (message) => new SecurityGroupLimitExceeded(message),
    });
    return this.#one(context, group as Resource);
  }

  async update(context: RequestContext, id: string, values: GroupTexts): Promise<SecurityGroup> {
    const { security_group: group } = await reworded(
      this.#session.put(context, 'user', pathOf(id), { security_group: values }),
      {
        400: (message) => new Invalid(message),
        404: () => new SecurityGroupNotFound(id),
        409: (message) => new Invalid(message),
      },
    );
    return this.#one(context, group as Resource);
  }

  async delete(context: RequestContext, id: string): Promise<void> {
    await reworded(this.#session.delete(context, 'user', pathOf(id)), {
      404: () => new SecurityGroupNotFound(id),
      409: (message) => new Invalid(message),
    });
  }

  async createRule(context: RequestContext, rule: NewSecurityGroupRule): Promise<SecurityGroupRule> {
    const making = this.#session.post(context, 'user', '/security-group-rules', {
      security_group_rule: ruleToNeutron(rule),
    });
    const { security_group_rule: made } = await reworded(making, {
      400: (message) => new Invalid(message),
      404: () => new SecurityGroupNotFound(rule.groupId),
      409: (message) => new SecurityGroupLimitExceeded(message),
    });
    const { sourceGroupId: id } = rule;
    return ruleFrom(made as Resource, id === undefined ? null : groupNameFrom(await this.#show(context, id)));
  }

  async deleteRule(context: RequestContext, id: string): Promise<void> {
    await reworded(this.#session.delete(context, 'user', `/security-group-rules/${encodeURIComponent(id)}`), {
      404: () => new SecurityGroupRuleNotFound(id),
    });
  }

  async namesOfServers(
    context: RequestContext,
    serverUuids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const ports = await this.#session.list(context, 'user', 'ports', { fields: ['device_id', 'security_groups'] }, [
      'device_id',
      serverUuids,
    ]);
    const groups = await this.#session.list(context, 'user', GROUPS, { fields: ['id', 'name'] }, [
      'id',
      ports.flatMap(groupsOf),
    ]);
    const names = new Map(groups.map(({ id, name }) => [String(id), String(name === '' ? id : (name ?? id))]));
    const ofServers = new Map<string, readonly string[]>();
    for (const port of ports) {
      const server = String(port.device_id);
      // The caller may not see all that a port is in.
      const own = groupsOf(port).flatMap((id) => names.get(id) ?? []);
      if (own.length > 0) ofServers.set(server, [...new Set([...(ofServers.get(server) ?? []), ...own])]);
    }
    return ofServers;
  }

  async ofServer(context: RequestContext, serverUuid: string): Promise<readonly SecurityGroup[]> {
    const ports = await this.#portsOf(context, serverUuid);
    const groups = await this.#session.list(context, 'user', GROUPS, {}, ['id', ports.flatMap(groupsOf)]);
    return this.#whole(context, groups);
  }

  async addToServer(context: RequestContext, serverUuid: string, name: string): Promise<void> {
    const id = await this.#idOf(context, name);
    const ports = await this.#someOf(context, serverUuid);
    if (!ports.every(canBeInGroups)) throw new SecurityGroupCannotBeApplied();
    for (const port of ports) await this.#setGroups(context, port, [...groupsOf(port), id]);
  }

  async removeFromServer(context: RequestContext, serverUuid: string, name: string): Promise<void> {
    const id = await this.#idOf(context, name);
    const members = (await this.#someOf(context, serverUuid)).filter((port) => groupsOf(port).includes(id));
    if (members.length === 0) throw new SecurityGroupNotAssociated(name, serverUuid);
    for (const port of members)
      await this.#setGroups(
        context,
        port,
        groupsOf(port).filter((one) => one !== id),
      );
  }

  /** An id is the stronger where it is another group's name, too. */
  async #idOf(context: RequestContext, name: string): Promise<string> {
    const fields = 'id';
    const [known] = await this.#session.list(context, 'user', GROUPS, { fields, id: name });
    if (known !== undefined) return String(known.id);
    const projectId = context.projectId ?? '';
    const [found, other] = await this.#session.list(context, 'user', GROUPS, { fields, name, tenant_id: projectId });
    if (found === undefined) throw new SecurityGroupNotFoundForProject(name, projectId);
    if (other !== undefined) throw new NoUniqueMatch(name);
    return String(found.id);
  }

  async #someOf(context: RequestContext, serverUuid: string): Promise<readonly Resource[]> {
    const ports = await this.#portsOf(context, serverUuid);
    if (ports.length === 0) throw new NoPortForSecurityGroup(serverUuid);
    return ports;
  }

  #portsOf(context: RequestContext, serverUuid: string): Promise<readonly Resource[]> {
    return this.#session.list(context, 'user', 'ports', { device_id: serverUuid });
  }

  async #setGroups(context: RequestContext, { id }: Resource, groups: readonly string[]): Promise<void> {
    const path = `/ports/${encodeURIComponent(String(id))}`;
    await reworded(this.#session.put(context, 'user', path, { port: { security_groups: [...new Set(groups)] } }), {
      400: (message) => new SecurityGroupCannotBeApplied(message),
    });
  }

  async #show(context: RequestContext, id: string): Promise<Resource> {
    const answer = await orNull(this.#session.get(context, 'user', pathOf(id)));
    return (answer?.security_group as Resource | undefined) ?? { id };
  }

  async #one(context: RequestContext, group: Resource): Promise<SecurityGroup> {
    const [whole] = await this.#whole(context, [group]);
    return whole as SecurityGroup;
  }

  /** With the names of groups that rules let in: one question for all of them. */
  async #whole(context: RequestContext, groups: readonly Resource[]): Promise<readonly SecurityGroup[]> {
    const names = new Map(groups.map((group) => [String(group.id), groupNameFrom(group)]));
    const unknown = groups.flatMap(sourcesOf).filter((id) => !names.has(id));
    const others = await this.#session.list(context, 'user', GROUPS, { fields: ['id', 'name', 'tenant_id'] }, [
      'id',
      unknown,
    ]);
    for (const group of others) names.set(String(group.id), groupNameFrom(group));
    return groups.map((group) => groupFrom(group, names));
  }
}

function pathOf(id: string): string {
  return `/${GROUPS}/${encodeURIComponent(id)}`;
}

function groupsOf({ security_groups: groups }: Resource): readonly string[] {
  return Array.isArray(groups) ? groups.map(String) : [];
}

/** Neutron wants an address to guard, and leave to guard it. */
function canBeInGroups(port: Resource): boolean {
  const hasAddress = (Array.isArray(port.fixed_ips) && port.fixed_ips.length > 0) || port.ip_allocation === 'deferred';
  return hasAddress && port.port_security_enabled !== false;
}
