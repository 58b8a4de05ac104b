// SPDX-License-Identifier: Apache-2.0
import type { GroupName, NewSecurityGroupRule, SecurityGroup, SecurityGroupRule } from './network-resources.js';
import type { Resource } from './neutron-session.js';
import { parseCidr } from './cidr.js';

/** Any port, or any type of ICMP. */
const ANY = -1;
const ANYWHERE = '0.0.0.0/0';
const WITH_PORTS = ['TCP', 'UDP'];
export const FIRST_PORT = 1;
export const LAST_PORT = 65535;

/** Whether a protocol has ports. */
export function hasPorts(protocol: string): boolean {
  return WITH_PORTS.includes(protocol.toUpperCase());
}

export function groupNameFrom({ id, name, tenant_id: projectId }: Resource): GroupName {
  return { id: String(id), name: textOrNull(name), projectId: textOrNull(projectId) };
}

/** @param names - of the groups that its rules let in; rules of others are left out */
export function groupFrom(group: Resource, names: ReadonlyMap<string, GroupName>): SecurityGroup {
  return {
    ...groupNameFrom(group),
    description: textOrNull(group.description),
    rules: incomingRulesOf(group).flatMap((rule) => {
      const sourceId = textOrNull(rule.remote_group_id);
      const source = sourceId === null ? null : names.get(sourceId);
      return source === undefined ? [] : [ruleFrom(rule, source)];
    }),
  };
}

/** Ids of the groups that a group's rules let in. */
export function sourcesOf(group: Resource): readonly string[] {
  return incomingRulesOf(group).flatMap(({ remote_group_id: id }) => textOrNull(id) ?? []);
}

/** Ports that neutron leaves out are all that there are. */
export function ruleFrom(rule: Resource, source: GroupName | null): SecurityGroupRule {
  const protocol = textOrNull(rule.protocol);
  const [fromPort, toPort] = [numberOrNull(rule.port_range_min), numberOrNull(rule.port_range_max)];
  const isOfAll = protocol !== null && protocol !== '' && fromPort === null && toPort === null;
  const [first, last] = hasPorts(protocol ?? '') ? [FIRST_PORT, LAST_PORT] : [ANY, ANY];
  return {
    id: String(rule.id),
    groupId: String(rule.security_group_id),
    protocol,
    fromPort: isOfAll ? first : fromPort,
    toPort: isOfAll ? last : toPort,
    cidr: textOrNull(rule.remote_ip_prefix) ?? ANYWHERE,
    source,
  };
}

/** The API does not say of which version of IP a rule is: a network does, and for groups it is version 4. */
export function ruleToNeutron(rule: NewSecurityGroupRule): Resource {
  const { groupId, protocol, fromPort, toPort, cidr, sourceGroupId } = rule;
  return {
    direction: 'ingress',
    protocol: protocol ?? null,
    ethertype: cidr !== undefined && parseCidr(cidr).version === 6 ? 'IPv6' : 'IPv4',
    remote_ip_prefix: cidr ?? null,
    security_group_id: groupId,
    remote_group_id: sourceGroupId ?? null,
    ...(fromPort === undefined || fromPort === ANY ? {} : { port_range_min: fromPort }),
    ...(toPort === undefined || toPort === ANY ? {} : { port_range_max: toPort }),
  };
}

function incomingRulesOf({ security_group_rules: rules }: Resource): readonly Resource[] {
  return (Array.isArray(rules) ? (rules as readonly Resource[]) : []).filter(
    ({ direction }) => direction === 'ingress',
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
