// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { SecurityGroup } from './network-resources.js';
import { checkIsNew, newRule, type RuleArguments } from './new-security-group-rule.js';

const ssh = { ip_protocol: 'tcp', from_port: 22, to_port: 22 };

describe('a rule that a client asks for', () => {
  it.each<[RuleArguments, object]>([
    [ssh, { cidr: '0.0.0.0/0', protocol: 'tcp', fromPort: 22, toPort: 22 }],
    [
      { ...ssh, from_port: '22', to_port: '23' },
      { cidr: '0.0.0.0/0', protocol: 'tcp', fromPort: 22, toPort: 23 },
    ],
    [
      { ...ssh, cidr: 'fd00%3A%3A/8' },
      { cidr: 'fd00::/8', protocol: 'tcp', fromPort: 22, toPort: 22 },
    ],
    [
      { ...ssh, cidr: '' },
      { cidr: '0.0.0.0/0', protocol: 'tcp', fromPort: 22, toPort: 22 },
    ],
    [
      { ip_protocol: 'ICMP', from_port: -1, to_port: 255 },
      { cidr: '0.0.0.0/0', protocol: 'ICMP', fromPort: -1, toPort: 255 },
    ],
    [
      { group_id: 's', ip_protocol: 'udp' },
      { sourceGroupId: 's', protocol: 'udp', fromPort: 1, toPort: 65535 },
    ],
    [
      { group_id: 's', ip_protocol: 'icmp' },
      { sourceGroupId: 's', protocol: 'icmp', fromPort: -1, toPort: -1 },
    ],
    [
      { group_id: 's', ...ssh },
      { sourceGroupId: 's', protocol: 'tcp', fromPort: 22, toPort: 22 },
    ],
    [{ group_id: 's' }, { sourceGroupId: 's' }],
  ])('%j', (given, rule) => {
    expect(newRule('g', given)).toEqual({ groupId: 'g', ...rule });
  });

  it.each<[RuleArguments, string]>([
    [{}, 'Not enough parameters to build a valid rule.'],
    [{ ip_protocol: 'tcp', from_port: 22 }, 'Not enough parameters to build a valid rule.'],
    [{ ...ssh, from_port: 'x' }, 'Invalid input received: To and From ports must be integers'],
    [
      { ip_protocol: 'icmp', from_port: 'x', to_port: 1 },
      'Invalid input received: Type and Code must be integers for ICMP protocol type',
    ],
    [{ ...ssh, ip_protocol: 'sctp' }, 'Invalid IP protocol sctp.'],
    [{ ...ssh, from_port: 23 }, 'Invalid port range 23:22. Former value cannot be greater than the later'],
    [{ ...ssh, from_port: 0 }, 'Invalid port range 0:22. Valid TCP ports should be between 1-65535'],
    [{ ...ssh, to_port: 65536 }, 'Invalid port range 22:65536. Valid TCP ports should be between 1-65535'],
    [
      { ip_protocol: 'icmp', from_port: -2, to_port: 0 },
      'Invalid port range -2:0. For ICMP, the type:code must be valid',
    ],
    [{ ...ssh, cidr: '10.0.0.0' }, '10.0.0.0 is not a valid IP network.'],
    [{ ...ssh, cidr: '10.0.0.0/33' }, '10.0.0.0/33 is not a valid IP network.'],
    [{ ...ssh, cidr: '%ff/8' }, '%ff/8 is not a valid IP network.'],
    [{ ...ssh, cidr: '10.0.0.0/0' }, 'Bad prefix for network in cidr 10.0.0.0/0'],
  ])('%j: %s', (given, message) => {
    expect(() => newRule('g', given)).toThrow(message);
  });

  it('is not there already', () => {
    const rule = newRule('g', ssh);
    const own = { id: 'r', groupId: 'g', protocol: 'tcp', fromPort: 22, toPort: 22, cidr: '0.0.0.0/0', source: null };
    const group = { id: 'g', name: 'web', description: '', projectId: 'p', rules: [own] } satisfies SecurityGroup;
    expect(() => checkIsNew(group, rule)).toThrow('This rule already exists in group g');
    expect(() => checkIsNew({ ...group, rules: [{ ...own, toPort: 23 }] }, rule)).not.toThrow();
  });
});
