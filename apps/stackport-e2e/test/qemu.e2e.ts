// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage, PATIENCE } from '../src/block-storage.js';
import { Compute } from '../src/compute.js';
import { RunningCloud } from '../src/running-cloud.js';
import { storeSmallGuest, VirtualMachine } from '../src/virtual-machines.js';

// Servers that are virtual machines, from the openstack client to the guest's own words. They run with QEMU's translator,
// whatever the machine has.

const SECRET = 'of the agent';
const CONF = `
[DEFAULT]
resume_guests_state_on_host_boot = true
[stackport_qemu]
acceleration = tcg
[neutron]
service_metadata_proxy = true
metadata_proxy_shared_secret = ${SECRET}
`;

let conf: string;
let cloud: RunningCloud;
let compute: Compute;
let image: string;

beforeAll(async () => {
  conf = mkdtempSync(join(tmpdir(), 'stackport-e2e-qemu-'));
  writeFileSync(join(conf, 'nova.conf'), CONF);
  cloud = await RunningCloud.start('--compute-driver', 'qemu', '--config-dir', conf);
  compute = new Compute(cloud);
  image = await storeSmallGuest(compute);
});
afterAll(async () => {
  // Guests outlive the service, and are this test's.
  for (const { ID: id } of await compute.list('server', 'list'))
    await compute.run('server', 'delete', '--wait', String(id));
  expect(await cloud.stop()).toBe(0);
  rmSync(conf, { recursive: true, force: true });
});

const boot = async (name: string, ...words: readonly string[]): Promise<VirtualMachine> =>
  new VirtualMachine(compute, (await compute.server(name, ...words)).id);

/** What its guest would be told by way of a network service's proxy. */
async function toldByMetadataService({ id }: VirtualMachine): Promise<unknown> {
  const { project_id: project } = await compute.one('server', 'show', id);
  const url = /^metadata +(\S+)/m.exec(cloud.output)?.[1] ?? '';
  const signature = createHmac('sha256', SECRET).update(id).digest('hex');
  const headers = { 'X-Instance-ID': id, 'X-Tenant-ID': String(project), 'X-Instance-ID-Signature': signature };
  return (await fetch(`${url}/openstack/latest/meta_data.json`, { headers })).json();
}

async function removed(machine: VirtualMachine): Promise<void> {
  await compute.run('server', 'delete', '--wait', machine.id);
  for (const end = Date.now() + PATIENCE.timeout; machine.isLeft;) {
    if (Date.now() > end) throw new Error(`Something of ${machine.id} is left`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a virtual machine', () => {
  it('boots the image that every cloud begins with', async () => {
    const tiny = await boot('tiny');
    await tiny.says(/^Stackport tiny image: it boots\.\s/m);
    await removed(tiny);
  });

  it('boots a kernel of its own, and reads in its config drive which server it is', async () => {
    const machine = await boot('life', '--image', image, '--config-drive', 'True', '--property', 'role=web');
    const [, read = '{}'] = /GUEST read (\{.*\})/.exec(await machine.says(/GUEST read \{.*\}\s/)) ?? [];
    expect(JSON.parse(read)).toMatchObject({ uuid: machine.id, name: 'life', meta: { role: 'web' } });
    await machine.says(/GUEST disks vda=2097152 /);
    expect(await toldByMetadataService(machine)).toMatchObject({
      uuid: machine.id,
      name: 'life',
      meta: { role: 'web' },
    });

    await compute.run('server', 'pause', machine.id);
    await compute.until(machine.id, 'PAUSED');
    const still = await machine.count();
    expect(await machine.count()).toBe(still);
    await compute.run('server', 'unpause', machine.id);
    await compute.until(machine.id, 'ACTIVE');
    await machine.countsPast(still);
    expect((await machine.console()).match(/GUEST started/g)).toHaveLength(1);

    const first = machine.pid;
    await compute.run('server', 'reboot', '--soft', '--wait', machine.id);
    const second = machine.pid;
    expect(second).not.toBe(first);
    await machine.says(/GUEST started/);
    await machine.countsPast(1);
    await compute.run('server', 'reboot', '--hard', '--wait', machine.id);
    expect(machine.pid).not.toBe(second);
    await machine.says(/GUEST started/);
    await machine.countsPast(1);

    await removed(machine);
  });

  it('gets a volume while it runs, writes to it, and gives it back', async () => {
    const storage = new BlockStorage(cloud);
    const machine = await boot('disks', '--image', image);
    await machine.says(/GUEST disks vda=2097152 \s/);
    const { id: volume } = await storage.volume('data', '--size', '1');
    await compute.run('server', 'add', 'volume', machine.id, volume);
    await storage.until('volume', volume, 'in-use');
    await machine.says(/GUEST disks vda=2097152 vdb=2097152 \s/);
    const mark = Buffer.from('written by the guest\n');
    for (const end = Date.now() + PATIENCE.timeout; !storage.bytesOf(volume, mark.length).equals(mark);)
      if (Date.now() > end) throw new Error('The guest has not written to its volume');
      else await new Promise((resolve) => setTimeout(resolve, 100));
    await compute.run('server', 'remove', 'volume', machine.id, volume);
    await storage.until('volume', volume, 'available');
    await machine.says(/GUEST disks vda=2097152 vdb=2097152 \s[^]*GUEST disks vda=2097152 \s/);
    await removed(machine);
    await storage.remove('volume', volume);
  });

  it('is copied into an image while it runs, and the image boots', async () => {
    const machine = await boot('source', '--image', image);
    await machine.says(/GUEST count 1\s/);
    const before = await machine.count();
    const made = await compute.one('server', 'image', 'create', '--wait', '--name', 'copy', machine.id);
    expect(await compute.one('image', 'show', made.id)).toMatchObject({ status: 'active', container_format: 'bare' });
    await machine.countsPast(before);
    await removed(machine);
    const copy = await boot('copy', '--image', 'copy');
    await copy.says(/GUEST disks vda=2097152 \s/);
    await removed(copy);
  });

  it('runs on while the cloud is started again, and is stopped and started after it', async () => {
    const machine = await boot('lasting', '--image', image);
    await machine.says(/GUEST count 1\s/);
    const [pid, count] = [machine.pid, await machine.count()];
    await cloud.restart();
    await compute.until(machine.id, 'ACTIVE');
    expect(machine.pid).toBe(pid);
    await machine.countsPast(count);
    expect((await machine.console()).match(/GUEST started/g)).toHaveLength(1);

    await compute.run('server', 'stop', machine.id);
    await compute.until(machine.id, 'SHUTOFF');
    await compute.run('server', 'start', machine.id);
    await compute.until(machine.id, 'ACTIVE');
    expect(machine.pid).not.toBe(pid);
    await machine.says(/GUEST started/);
    await removed(machine);
  });

  it('is started again with the cloud where its host went down, as the operator wants it', async () => {
    const machine = await boot('resumed', '--image', image);
    await machine.says(/GUEST count 1\s/);
    const { pid } = machine;
    await cloud.restart(() => process.kill(pid, 'SIGKILL'));
    await compute.until(machine.id, 'ACTIVE');
    expect(machine.pid).not.toBe(pid);
    await machine.says(/GUEST started/);
    await removed(machine);
  });
});

describe('virtual machines that are gone', () => {
  it('hold nothing: no instance is counted, no room is taken', async () => {
    expect(await compute.list('server', 'list')).toEqual([]);
    const usage = await compute.list('limits', 'show', '--absolute');
    for (const name of ['totalInstancesUsed', 'totalCoresUsed', 'totalRAMUsed'])
      expect(usage).toContainEqual({ Name: name, Value: 0 });
    expect(readdirSync(join(cloud.stateDir, 'nova', 'instances')).sort()).toEqual([
      '_base',
      'compute_nodes',
      'snapshots',
    ]);
    expect(readdirSync(join(cloud.stateDir, 'nova', 'instances', 'snapshots'))).toEqual([]);
  });
});
