// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage } from '../src/block-storage.js';
import { Compute } from '../src/compute.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let compute: Compute;

beforeAll(async () => {
  cloud = await RunningCloud.start();
  compute = new Compute(cloud);
});
afterAll(() => cloud.stop());

describe('openstack server', () => {
  it('create: with a key, properties and tags; list, show, set, unset', async () => {
    // From 2.92 on the key is the client's own.
    await cloud.openstack('keypair', 'create', 'key');
    const made = await compute.server('one', '--key-name', 'key', '--property', 'a=b', '--tag', 't');
    expect(made).toMatchObject({ name: 'one', status: 'ACTIVE', key_name: 'key', properties: { a: 'b' } });
    expect(await compute.list('server', 'list')).toMatchObject([{ ID: made.id, Name: 'one', Status: 'ACTIVE' }]);
    await compute.run('server', 'set', '--name', 'first', '--property', 'c=d', '--tag', 'u', made.id);
    await compute.run('server', 'unset', '--property', 'a', '--tag', 't', made.id);
    const shown = await compute.one('server', 'show', made.id);
    expect(shown).toMatchObject({ name: 'first', properties: { c: 'd' }, tags: ['u'] });
    await compute.run('server', 'delete', '--wait', made.id);
    expect(await compute.list('server', 'list')).toEqual([]);
  });

  it('stop, start, pause, unpause, suspend, resume, lock, unlock, reboot', async () => {
    const { id } = await compute.server('power');
    const states = [
      ['stop', 'SHUTOFF'],
      ['start', 'ACTIVE'],
      ['pause', 'PAUSED'],
      ['unpause', 'ACTIVE'],
      ['suspend', 'SUSPENDED'],
      ['resume', 'ACTIVE'],
    ] as const;
    for (const [action, status] of states) {
      await compute.run('server', action, id);
      expect(await compute.until(id, status)).toMatchObject({ status });
    }
    await compute.run('server', 'lock', id);
    expect(await compute.one('server', 'show', id)).toMatchObject({ locked: true });
    await compute.run('server', 'unlock', id);
    await compute.run('server', 'reboot', '--hard', id);
    await compute.until(id, 'ACTIVE');
    const events = await compute.list('server', 'event', 'list', id);
    expect(events.map(({ Action: action }) => action)).toEqual([
      'reboot',
      'unlock',
      'lock',
      'resume',
      'suspend',
      'unpause',
      'pause',
      'start',
      'stop',
      'create',
    ]);
    expect(await compute.run('console', 'log', 'show', id)).toContain('FAKE CONSOLE OUTPUT');
    await compute.run('server', 'delete', '--wait', id);
  });

  it('create --min 2: two at once, each on a host with room', async () => {
    await compute.server('pair', '--min', '2', '--max', '2');
    const servers = await compute.list('server', 'list', '--name', 'pair');
    expect(servers.map(({ Name: name }) => name).sort()).toEqual(['pair-1', 'pair-2']);
    for (const { ID: id } of servers) await compute.until(String(id), 'ACTIVE');
    await compute.run('server', 'delete', '--wait', ...servers.map(({ ID: id }) => String(id)));
  });

  it('create --volume, add and remove volume: Block Storage knows who has them', async () => {
    const storage = new BlockStorage(cloud);
    const root = await storage.volume('root', '--size', '1', '--image', 'stackport-tiny', '--bootable');
    const data = await storage.volume('data', '--size', '1');
    const { id } = await compute.server('on-volume', '--volume', root.id);
    expect(await storage.until('volume', root.id, 'in-use')).toMatchObject({ attachments: [{ server_id: id }] });
    await compute.run('server', 'add', 'volume', id, data.id);
    await storage.until('volume', data.id, 'in-use');
    expect(await compute.list('server', 'volume', 'list', id)).toHaveLength(2);
    await compute.run('server', 'remove', 'volume', id, data.id);
    await storage.until('volume', data.id, 'available');
    await compute.run('server', 'delete', '--wait', id);
    await storage.until('volume', root.id, 'available');
  });

  it('that finds no host is ERROR, with the reason', async () => {
    await compute.run('flavor', 'create', '--ram', '512', '--vcpus', '1', '--disk', '9000000', 'giant');
    await expect(
      compute.one(
        'server',
        'create',
        '--image',
        'stackport-tiny',
        '--flavor',
        'giant',
        '--network',
        'none',
        'lost',
        '--wait',
      ),
    ).rejects.toThrow();
    expect(await compute.one('server', 'show', 'lost')).toMatchObject({
      status: 'ERROR',
      fault: { message: 'No valid host was found. ' },
    });
    await compute.run('server', 'delete', 'lost');
  });
});

describe('what an operator has', () => {
  it('hypervisors, services, aggregates, availability zones, quotas, server groups', async () => {
    expect(await compute.list('hypervisor', 'list')).toMatchObject([
      { 'Hypervisor Hostname': 'compute-1', State: 'up' },
      { 'Hypervisor Hostname': 'compute-2', State: 'up' },
    ]);
    const services = await compute.list('compute', 'service', 'list');
    expect(services.map(({ Binary: binary }) => binary).sort()).toEqual([
      'nova-compute',
      'nova-compute',
      'nova-conductor',
      'nova-scheduler',
    ]);
    await compute.run('aggregate', 'create', '--zone', 'north', 'fast');
    await compute.run('aggregate', 'add', 'host', 'fast', 'compute-2');
    const zones = await compute.list('availability', 'zone', 'list', '--compute');
    expect(zones.map((zone) => zone['Zone Name']).sort()).toEqual(expect.arrayContaining(['north', 'nova']));
    const { id } = await compute.server('northern', '--availability-zone', 'north');
    expect(await compute.one('server', 'show', id)).toMatchObject({ 'OS-EXT-SRV-ATTR:host': 'compute-2' });
    const group = await compute.one('server', 'group', 'create', '--policy', 'anti-affinity', 'apart');
    const apart = await compute.server('apart', '--hint', `group=${group.id}`);
    const other = await compute.server('other', '--hint', `group=${group.id}`);
    expect(apart['OS-EXT-SRV-ATTR:host']).not.toBe(other['OS-EXT-SRV-ATTR:host']);
    await compute.run('server', 'delete', '--wait', id, apart.id, other.id);
    await compute.run('quota', 'set', '--instances', '0', 'demo');
    await expect(
      cloud.openstackAs(
        'stackport-demo',
        ...['--os-compute-api-version', '2.92', 'server', 'create', '--image', 'stackport-tiny'],
        ...['--flavor', 'm1.tiny', '--network', 'none', 'refused'],
      ),
    ).rejects.toThrow(/Quota exceeded for instances/);
  });
});
