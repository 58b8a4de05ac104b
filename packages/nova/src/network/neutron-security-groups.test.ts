// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from './fake-neutron.js';
import type { SecurityGroups } from './network-resources.js';
import { setUpNeutron } from './test-support.js';

const refusal = (status: number, type = 'Some') => ({
  status,
  body: { NeutronError: { type, message: 'what neutron says', detail: '' } },
});
const WEB = { name: 'web', description: 'for browsers' };

let neutron: FakeNeutron;
let context: RequestContext;
let groups: SecurityGroups;
beforeEach(async () => {
  const setUp = await setUpNeutron();
  ({ neutron, context } = setUp);
  groups = setUp.networks.resources(context).securityGroups;
});
afterEach(() => neutron.close());

describe('security groups', () => {
  it('are made, changed and deleted', async () => {
    const made = await groups.create(context, WEB);
    expect(made).toEqual({ id: made.id, projectId: 'p', rules: [], ...WEB });
    expect(await groups.update(context, made.id, { ...WEB, name: 'new' })).toMatchObject({ name: 'new' });
    expect(await groups.get(context, made.id)).toMatchObject({ name: 'new', description: 'for browsers' });
    await groups.delete(context, made.id);
    expect(neutron.of('security-groups')).toEqual([]);
    for (const lost of [
      groups.get(context, made.id),
      groups.update(context, made.id, WEB),
      groups.delete(context, made.id),
    ])
      await expect(lost).rejects.toThrow(`Security group ${made.id} not found.`);
  });

  it.each([
    ['POST', 400, 'Invalid'],
    ['POST', 409, 'SecurityGroupLimitExceeded'],
    ['PUT', 409, 'Invalid'],
    ['DELETE', 409, 'Invalid'],
    ['POST', 403, 'Forbidden'],
  ])('%s: what neutron refuses with %i is %s', async (method, status, name) => {
    const { id } = await groups.create(context, WEB);
    neutron.refusals.push({ method, answer: refusal(status) });
    const asked =
      method === 'POST'
        ? groups.create(context, WEB)
        : method === 'PUT'
          ? groups.update(context, id, WEB)
          : groups.delete(context, id);
    await expect(asked).rejects.toMatchObject({ name, message: 'what neutron says' });
    expect(neutron.of('security-groups')).toHaveLength(1);
  });

  it('have rules for what comes in', async () => {
    const web = await groups.create(context, WEB);
    const ofAll = await groups.createRule(context, { groupId: web.id, protocol: 'tcp', sourceGroupId: web.id });
    expect(ofAll).toMatchObject({
      groupId: web.id,
      protocol: 'tcp',
      fromPort: 1,
      toPort: 65535,
      source: { name: 'web' },
    });
    await groups.createRule(context, { groupId: web.id, protocol: 'icmp', fromPort: -1, toPort: -1, cidr: 'fd00::/8' });
    expect(neutron.of('security-group-rules').at(-1)).toEqual({
      ...{
        id: expect.any(String) as string,
        tenant_id: 'p',
        direction: 'ingress',
        protocol: 'icmp',
        ethertype: 'IPv6',
      },
      ...{ remote_ip_prefix: 'fd00::/8', security_group_id: web.id, remote_group_id: null },
      ...{ port_range_min: null, port_range_max: null },
    });
    neutron.of('security-group-rules').push({ id: 'out', direction: 'egress', security_group_id: web.id });
    const ssh = { groupId: web.id, protocol: 'tcp', fromPort: 22, toPort: 23, cidr: '10.0.0.0/8' };
    const { id } = await groups.createRule(context, ssh);
    const rules = (await groups.get(context, web.id)).rules;
    expect(
      rules.map(({ protocol, fromPort, toPort, cidr, source }) => [protocol, fromPort, toPort, cidr, source?.name]),
    ).toEqual([
      ['tcp', 1, 65535, '0.0.0.0/0', 'web'],
      ['icmp', -1, -1, 'fd00::/8', undefined],
      ['tcp', 22, 23, '10.0.0.0/8', undefined],
    ]);
    await groups.deleteRule(context, id);
    expect((await groups.get(context, web.id)).rules).toHaveLength(2);
    await expect(groups.deleteRule(context, id)).rejects.toThrow(`Security group rule ${id} does not exist`);
    neutron.refusals.push({ method: 'POST', answer: refusal(409) });
    await expect(groups.createRule(context, ssh)).rejects.toMatchObject({ name: 'SecurityGroupLimitExceeded' });
    neutron.refusals.push({ method: 'POST', answer: refusal(404) });
    await expect(groups.createRule(context, ssh)).rejects.toMatchObject({ name: 'SecurityGroupNotFound' });
  });

  it('are listed in two questions, without rules of groups that are gone', async () => {
    const rule = (id: string, source: string) => ({
      ...{ id, direction: 'ingress', protocol: null, remote_group_id: source, security_group_id: 'g1' },
    });
    neutron.of('security-groups').push(
      {
        id: 'g1',
        name: 'web',
        tenant_id: 'p',
        security_group_rules: [rule('a', 'g1'), rule('b', 'g3'), rule('c', 'x')],
      },
      { id: 'g2', name: 'db', tenant_id: 'p', security_group_rules: [] },
      { id: 'g3', name: 'theirs', tenant_id: 'q', security_group_rules: [] },
    );
    const listed = await groups.list(context, false);
    expect(listed.map(({ id }) => id)).toEqual(['g1', 'g2']);
    expect(
      listed[0]?.rules.map(({ id, source, protocol, fromPort }) => [id, source?.name, protocol, fromPort]),
    ).toEqual([
      ['a', 'web', null, null],
      ['b', 'theirs', null, null],
    ]);
    expect(neutron.asked).toHaveLength(2);
    expect((await groups.list(context, true)).map(({ id }) => id)).toEqual(['g1', 'g2', 'g3']);
  });
});

describe('groups of a server', () => {
  beforeEach(() => {
    neutron
      .of('security-groups')
      .push(
        { id: 'g1', name: 'web', tenant_id: 'p', security_group_rules: [] },
        { id: 'g2', name: 'twice', tenant_id: 'p', security_group_rules: [] },
        { id: 'g3', name: 'twice', tenant_id: 'p', security_group_rules: [] },
        { id: 'g4', name: 'theirs', tenant_id: 'q', security_group_rules: [] },
      );
    neutron.addPort('a', { device_id: 's1', security_groups: ['g2'] });
    neutron.addPort('b', { device_id: 's1' });
  });
  const members = () => neutron.of('ports').map(({ security_groups: ids }) => ids);

  it('are those of its ports, each once', async () => {
    await groups.addToServer(context, 's1', 'web');
    await groups.addToServer(context, 's1', 'g1');
    expect(members()).toEqual([['g2', 'g1'], ['g1']]);
    expect((await groups.ofServer(context, 's1')).map(({ name }) => name)).toEqual(['web', 'twice']);
    expect(await groups.ofServer(context, 's2')).toEqual([]);
    await expect(groups.removeFromServer(context, 's1', 'twice')).rejects.toMatchObject({ name: 'NoUniqueMatch' });
    await groups.removeFromServer(context, 's1', 'g2');
    expect(members()).toEqual([['g1'], ['g1']]);
    await expect(groups.removeFromServer(context, 's1', 'g2')).rejects.toThrow(
      'Security group g2 not associated with the instance s1',
    );
  });

  it('have names, which lists of servers have in two questions', async () => {
    await groups.addToServer(context, 's1', 'web');
    neutron.of('security-groups').push({ id: 'g5', name: '', tenant_id: 'p' });
    neutron.addPort('c', { device_id: 's3', security_groups: ['g5', 'of somebody else'] });
    neutron.asked.length = 0;
    const names = await groups.namesOfServers(context, ['s1', 's2', 's3']);
    expect([...names]).toEqual([
      ['s1', ['twice', 'web']],
      ['s3', ['g5']],
    ]);
    expect(neutron.asked).toHaveLength(2);
  });

  it('are not those of other projects, nor of servers without ports', async () => {
    for (const change of [groups.addToServer.bind(groups), groups.removeFromServer.bind(groups)]) {
      await expect(change(context, 's1', 'theirs')).rejects.toThrow('Security group theirs is not found for project p');
      await expect(change(context, 's1', 'twice')).rejects.toMatchObject({ name: 'NoUniqueMatch' });
      await expect(change(context, 's2', 'web')).rejects.toThrow(
        'instance_id s2 could not be found as device id on any ports',
      );
    }
    expect(members()).toEqual([['g2'], []]);
  });

  it('change for all of its ports or for none', async () => {
    Object.assign(neutron.port('b') ?? {}, { port_security_enabled: false });
    await expect(groups.addToServer(context, 's1', 'web')).rejects.toThrow(
      'Network requires port_security_enabled and subnet associated in order to apply security groups.',
    );
    Object.assign(neutron.port('b') ?? {}, { port_security_enabled: true, fixed_ips: [] });
    await expect(groups.addToServer(context, 's1', 'web')).rejects.toMatchObject({
      name: 'SecurityGroupCannotBeApplied',
    });
    expect(members()).toEqual([['g2'], []]);
    Object.assign(neutron.port('b') ?? {}, { ip_allocation: 'deferred' });
    neutron.refusals.push({ method: 'PUT', answer: refusal(400) });
    await expect(groups.addToServer(context, 's1', 'web')).rejects.toMatchObject({
      name: 'SecurityGroupCannotBeApplied',
      message: 'what neutron says',
    });
    await groups.addToServer(context, 's1', 'web');
    expect(members()).toEqual([['g2', 'g1'], ['g1']]);
  });
});
