// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';
import { Invalid, InvalidInput } from '../errors/base.js';
import { InvalidCidr, InvalidIpProtocol, InvalidPortRange } from '../errors/security-groups.js';
import { parseCidr } from './cidr.js';
import type { NewSecurityGroupRule, SecurityGroup } from './network-resources.js';
import { FIRST_PORT, hasPorts, LAST_PORT } from './security-group-values.js';

/** Arguments of a rule as a client gives them: no schema was there to check them. */
export interface RuleArguments {
  readonly ip_protocol?: unknown;
  readonly from_port?: unknown;
  readonly to_port?: unknown;
  readonly cidr?: unknown;
  readonly group_id?: unknown;
}

interface Traffic {
  readonly protocol?: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

/**
 * The rule that a client asks for (nova 26, network/security_group_api.py, _new_ingress_rule). Throws `InvalidCidr`,
 * `InvalidInput`, `InvalidIpProtocol`, `InvalidPortRange`, and `Invalid` where too little is said.
 */
export function newRule(groupId: string, given: RuleArguments): NewSecurityGroupRule {
  if (typeof given.group_id === 'string')
    return { groupId, sourceGroupId: given.group_id, ...trafficOf(withAllPorts(given)) };
  const cidr = cidrOf(given.cidr);
  const traffic = trafficOf(given);
  if (traffic.protocol === undefined) throw new Invalid('Not enough parameters to build a valid rule.');
  const { address, prefix } = parseCidr(cidr);
  if (prefix === 0 && address !== '0.0.0.0' && address !== '::')
    throw new Invalid(`Bad prefix for network in cidr ${cidr}`);
  return { groupId, cidr, ...traffic };
}

/** Throws `Invalid` where a group has such a rule; of rules that let groups in, neutron knows better. */
export function checkIsNew(group: SecurityGroup, rule: NewSecurityGroupRule): void {
  const isThere = group.rules.some(
    ({ source, cidr, protocol, fromPort, toPort }) =>
      source === null &&
      cidr === rule.cidr &&
      protocol === rule.protocol &&
      fromPort === rule.fromPort &&
      toPort === rule.toPort,
  );
  if (isThere) throw new Invalid(`This rule already exists in group ${group.id}`);
}

/** Of a group everything is let in where no ports are said; of a network somebody has to say. */
function withAllPorts(given: RuleArguments): RuleArguments {
  const protocol = textOf(given.ip_protocol);
  if (isSaid(given.from_port) || isSaid(given.to_port)) return given;
  if (protocol.toUpperCase() === 'ICMP') return { ...given, from_port: -1, to_port: -1 };
  return hasPorts(protocol) ? { ...given, from_port: FIRST_PORT, to_port: LAST_PORT } : given;
}

/** Empty where nothing is said of it. */
function trafficOf({ ip_protocol: given, from_port: from, to_port: to }: RuleArguments): Traffic {
  const protocol = textOf(given);
  if (protocol === '' || !isSaid(from) || !isSaid(to)) return {};
  const isIcmp = protocol.toUpperCase() === 'ICMP';
  const [fromPort, toPort] = [integerOf(from), integerOf(to)];
  if (fromPort === undefined || toPort === undefined)
    throw new InvalidInput(
      isIcmp ? 'Type and Code must be integers for ICMP protocol type' : 'To and From ports must be integers',
    );
  if (!isIcmp && !hasPorts(protocol)) throw new InvalidIpProtocol(protocol);
  const refuse = (reason: string): never => {
    throw new InvalidPortRange(fromPort, toPort, reason);
  };
  if (!isIcmp && fromPort > toPort) refuse('Former value cannot be greater than the later');
  if (!isIcmp && (fromPort < FIRST_PORT || toPort > LAST_PORT))
    refuse(`Valid ${protocol.toUpperCase()} ports should be between 1-65535`);
  if (isIcmp && [fromPort, toPort].some((one) => one < -1 || one > 255))
    refuse('For ICMP, the type:code must be valid');
  return { protocol, fromPort, toPort };
}

/** Throws `InvalidCidr`. An address without a prefix is no network. */
function cidrOf(given: unknown): string {
  if (!isSaid(given) || given === '') return '0.0.0.0/0';
  try {
    const cidr = decodeURIComponent(String(given));
    if (!/\/\d+$/.test(cidr)) throw new RangeError(`${cidr} has no prefix`);
    parseCidr(cidr);
    return cidr;
  } catch {
    throw new InvalidCidr(pythonStr(given));
  }
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function integerOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
}
