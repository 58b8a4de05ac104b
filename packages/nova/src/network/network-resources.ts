// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { NetworkedServer } from './networks.js';

// What old microversions of the Compute API hand on of the network service, in nova's own words (nova 26,
// network/neutron.py and network/security_group_api.py).

export interface ListedNetwork {
  readonly id: string;
  readonly name: string | null;
}

export interface NetworkList {
  /** Those that the caller may see. */
  list(context: RequestContext): Promise<readonly ListedNetwork[]>;
  /** Those of a project, as nova itself sees them. */
  ofProject(context: RequestContext, projectId: string): Promise<readonly ListedNetwork[]>;
  /** Those that floating IPs come from. */
  external(context: RequestContext): Promise<readonly ListedNetwork[]>;
  /** Rejects with `NetworkNotFound`. */
  get(context: RequestContext, id: string): Promise<ListedNetwork>;
}

export interface FloatingIp {
  readonly id: string;
  readonly address: string;
  /** Name of the network that it is of, or its id where it has none. */
  readonly pool: string;
  readonly fixedAddress: string | null;
  readonly portId: string | null;
  /** What the port is of: a server, as a rule. */
  readonly deviceId: string | null;
}

export interface FloatingIps {
  /** Those of the caller's project. */
  list(context: RequestContext): Promise<readonly FloatingIp[]>;
  /** Rejects with `FloatingIpNotFound`. */
  get(context: RequestContext, id: string): Promise<FloatingIp>;
  /** Rejects with `FloatingIpNotFoundForAddress`, `FloatingIpMultipleFoundForAddress`. */
  getByAddress(context: RequestContext, address: string): Promise<FloatingIp>;
  /**
   * Rejects with `FloatingIpPoolNotFound`, `FloatingIpPoolAmbiguous`, `NoMoreFloatingIps`, `FloatingIpLimitExceeded`,
   * `FloatingIpBadRequest`.
   * @param pool - name or id of an external network; the one that the operator says where it is null
   */
  create(context: RequestContext, pool: string | null): Promise<FloatingIp>;
  /** Rejects with `FloatingIpNotFoundForAddress` where it is gone. */
  delete(context: RequestContext, floatingIp: FloatingIp): Promise<void>;
  /** Rejects with `FixedIpNotFoundForAddress`, `FloatingIpAssociateFailed`. */
  associate(
    context: RequestContext,
    floatingIp: FloatingIp,
    server: NetworkedServer,
    fixedAddress: string,
  ): Promise<void>;
  disassociate(context: RequestContext, floatingIp: FloatingIp): Promise<void>;
}

/** What a rule lets in: by whom where `source` is not null, otherwise by where from. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly groupId: string;
  readonly protocol: string | null;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  /** `0.0.0.0/0` for anywhere. */
  readonly cidr: string;
  readonly source: GroupName | null;
}

export interface GroupName {
  readonly id: string;
  readonly name: string | null;
  readonly projectId: string | null;
}

export interface SecurityGroup extends GroupName {
  readonly description: string | null;
  /** For what comes in: the API has no others. Those of groups that are gone are left out. */
  readonly rules: readonly SecurityGroupRule[];
}

/** A rule that is to be. */
export interface NewSecurityGroupRule {
  readonly groupId: string;
  readonly protocol?: string;
  /** A port, or a type of ICMP; -1 for any. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidr?: string;
  readonly sourceGroupId?: string;
}

export interface SecurityGroups {
  /** Those of the caller's project, or of all. */
  list(context: RequestContext, ofAllProjects: boolean): Promise<readonly SecurityGroup[]>;
  /** Rejects with `SecurityGroupNotFound`. */
  get(context: RequestContext, id: string): Promise<SecurityGroup>;
  /** Rejects with `Invalid`, `SecurityGroupLimitExceeded`. */
  create(context: RequestContext, values: GroupTexts): Promise<SecurityGroup>;
  /** Rejects with `Invalid`, `SecurityGroupNotFound`. */
  update(context: RequestContext, id: string, values: GroupTexts): Promise<SecurityGroup>;
  /** Rejects with `Invalid` where it is in use, `SecurityGroupNotFound`. */
  delete(context: RequestContext, id: string): Promise<void>;
  /** Rejects with `Invalid`, `SecurityGroupLimitExceeded`, also where there is such a rule, `SecurityGroupNotFound`. */
  createRule(context: RequestContext, rule: NewSecurityGroupRule): Promise<SecurityGroupRule>;
  /** Rejects with `SecurityGroupRuleNotFound`. */
  deleteRule(context: RequestContext, id: string): Promise<void>;

  /** Names of those that servers' ports are in, an id where a group has none; each once. Servers without are left out. */
  namesOfServers(
    context: RequestContext,
    serverUuids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Those that a server's ports are in, each once. */
  ofServer(context: RequestContext, serverUuid: string): Promise<readonly SecurityGroup[]>;
  /**
   * Puts all of a server's ports into a group. Rejects with `NoUniqueMatch`, `SecurityGroupNotFoundForProject`,
   * `NoPortForSecurityGroup`, `SecurityGroupCannotBeApplied`.
   * @param name - or id
   */
  addToServer(context: RequestContext, serverUuid: string, name: string): Promise<void>;
  /** Takes them out. Rejects as `addToServer`, and with `SecurityGroupNotAssociated`. */
  removeFromServer(context: RequestContext, serverUuid: string, name: string): Promise<void>;
}

export interface GroupTexts {
  readonly name: string;
  readonly description: string;
}

export interface NetworkResources {
  readonly networks: NetworkList;
  readonly floatingIps: FloatingIps;
  readonly securityGroups: SecurityGroups;
}
