// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestServers } from '../api/servers/test-servers.js';
import { CellMappingNotFound } from '../errors/hosts.js';
import { InstanceNotFound } from '../errors/instances.js';
import { NoNetworks } from '../network/no-networks.js';
import { CellServers } from './cell-servers.js';
import { cellOfServers } from './create-metadata.js';
import { passwordAsMetadata, passwordOf } from './password.js';

let servers: TestServers;
let found: CellServers;
beforeEach(async () => {
  servers = await TestServers.start();
  const { databases, configuration } = servers.nova;
  const logger = { warning: (line: string) => void servers.nova.lines.push(line) };
  found = new CellServers(cellOfServers(databases, configuration, { named: () => logger } as never), new NoNetworks());
});
afterEach(() => servers.nova.close());

describe('servers in cells', () => {
  it('are found with all that guests are told', async () => {
    const uuid = await servers.server({ metadata: { role: 'web' }, system_metadata: { boot_roles: 'member' } });
    const { instance, devices, ec2Ids, securityGroups } = await found.get(uuid);
    expect(instance).toMatchObject({
      metadata: { role: 'web' },
      system_metadata: { boot_roles: 'member' },
      flavor: { name: 'golden-472d9f' },
      info_cache: { network_info: '[]' },
    });
    expect([devices, ec2Ids.instance_id, securityGroups]).toEqual([[], 'i-00000001', []]);
    expect(servers.nova.lines.join('\n')).not.toContain('cell setup is incomplete');
  });

  it('are looked for in this cell where they are mapped to none, and otherwise where they are mapped to', async () => {
    const uuid = await servers.server();
    const mapping = { where: { instanceUuid: uuid } };
    const { instanceMapping } = servers.nova.databases.api.client;
    await instanceMapping.update({ ...mapping, data: { cellId: 99 } });
    await expect(found.get(uuid)).rejects.toThrow(CellMappingNotFound);
    await instanceMapping.update({ ...mapping, data: { cellId: null } });
    expect((await found.get(uuid)).instance.uuid).toBe(uuid);
    await instanceMapping.delete(mapping);
    expect((await found.get(uuid)).instance.uuid).toBe(uuid);
    expect(servers.nova.lines).toContain(`Instance mapping for ${uuid} not found; cell setup is incomplete`);
  });

  it('that are gone are not found', async () => {
    const uuid = await servers.server();
    await servers.instances.destroy(uuid);
    await expect(found.get(uuid)).rejects.toThrow(InstanceNotFound);
    await expect(found.setPassword(uuid, passwordAsMetadata('x'))).rejects.toThrow(InstanceNotFound);
    await expect(found.get(randomUUID())).rejects.toThrow(InstanceNotFound);
  });

  it('keep the first of the passwords that come at a time, beside what they have', async () => {
    const uuid = await servers.server({ system_metadata: { boot_roles: 'member', password_0: '' } });
    const set = ['a', 'b', 'c'].map((password) => found.setPassword(uuid, passwordAsMetadata(password)));
    const outcomes = await Promise.all(set);
    expect(outcomes.filter(Boolean)).toEqual([true]);
    const metadata = (await servers.row(uuid, ['system_metadata'])).system_metadata ?? {};
    expect(passwordOf(metadata)).toBe(['a', 'b', 'c'][outcomes.indexOf(true)]);
    expect(metadata).toMatchObject({ boot_roles: 'member', password_3: '' });
    expect(Object.keys(metadata)).toHaveLength(5);
  });
});
