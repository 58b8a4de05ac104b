// SPDX-License-Identifier: Apache-2.0
import type { SecurityGroup, SecurityGroupRule } from '../../../network/network-resources.js';

export function securityGroupView(group: SecurityGroup): Record<string, unknown> {
  const { id, name, description, projectId, rules } = group;
  return { id, description, name, tenant_id: projectId, rules: rules.map(securityGroupRuleView) };
}

export function securityGroupRuleView(rule: SecurityGroupRule): Record<string, unknown> {
  const { id, groupId, protocol, fromPort, toPort, cidr, source } = rule;
  return {
    id,
    parent_group_id: groupId,
    ip_protocol: protocol,
    from_port: fromPort,
    to_port: toPort,
    group: source === null ? {} : { name: source.name, tenant_id: source.projectId },
    ip_range: source === null ? { cidr } : {},
  };
}

/** Lists are in the order of projects, and of names within each. */
export function securityGroupsView(groups: readonly SecurityGroup[]): readonly Record<string, unknown>[] {
  const key = ({ projectId, name }: SecurityGroup): readonly string[] => [projectId ?? '', name ?? ''];
  return [...groups].sort((a, b) => compare(key(a), key(b))).map(securityGroupView);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((text, i) => text !== b[i]);
  if (index < 0) return 0;
  return (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
}
