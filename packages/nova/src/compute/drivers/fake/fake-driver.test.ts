// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeDriver, LiveMigrationProgress } from '../compute-driver.js';
import * as errors from '../errors.js';
import { powerStates } from '../power-state.js';
import { guestOf, imageOf, volumeOf } from '../test-guests.js';
import { FakeDriver } from './fake-driver.js';
import { fakeVariant } from './fake-settings.js';

const AT_ONCE = { timeout: 0, retryInterval: 0 };

/** One of upstream's fake drivers, by its name. */
function variant(name: string, host = 'host1'): FakeDriver {
  const settings = fakeVariant(name);
  if (settings === undefined) throw new Error(`${name} is none of them`);
  return new FakeDriver({ ...settings, host });
}

describe('the host of fake guests', () => {
  it.each([
    ['fake.FakeDriver', { vcpus: 1000, memoryMb: 800_000, localGb: 600_000 }],
    ['fake.SmallFakeDriver', { vcpus: 2, memoryMb: 8192, localGb: 1028 }],
    ['fake.MediumFakeDriver', { vcpus: 10, memoryMb: 8192, localGb: 1028 }],
  ])('%s has as much as upstream’s', async (name, sizes) => {
    const driver = variant(name);
    expect(await driver.resources('host1')).toEqual({
      ...sizes,
      hypervisorHostname: 'host1',
      hypervisorType: 'fake',
      hypervisorVersion: 1000,
      hostIp: '192.168.0.1',
      vcpusUsed: 0,
      memoryMbUsed: 0,
      localGbUsed: 0,
      diskAvailableLeast: 0,
      cpuInfo: {
        arch: 'x86_64',
        model: 'Nehalem',
        vendor: 'Intel',
        features: ['pge', 'clflush'],
        topology: { cores: 1, threads: 1, sockets: 4 },
      },
      supportedInstances: [['x86_64', 'fake', 'hvm']],
    });
    const { inventories } = await driver.inventory('host1');
    expect(inventories.VCPU).toEqual({ total: sizes.vcpus, min_unit: 1, max_unit: sizes.vcpus, step_size: 1 });
    expect(inventories.DISK_GB?.total).toBe(sizes.localGb);
  });

  it('has upstream’s traits, and those of its variant, without image types that the operator excludes', async () => {
    const { traits } = await variant('fake.FakeDriver').inventory('host1');
    expect(traits).toEqual([
      'COMPUTE_ACCELERATORS',
      'COMPUTE_DEVICE_TAGGING',
      'COMPUTE_IMAGE_TYPE_RAW',
      'COMPUTE_NET_ATTACH_INTERFACE',
      'COMPUTE_NET_ATTACH_INTERFACE_WITH_TAG',
      'COMPUTE_REMOTE_MANAGED_PORTS',
      'COMPUTE_TRUSTED_CERTS',
      'COMPUTE_VOLUME_ATTACH_WITH_TAG',
      'COMPUTE_VOLUME_EXTEND',
      'COMPUTE_VOLUME_MULTI_ATTACH',
    ]);
    const traitsOf = async (name: string): Promise<readonly string[]> =>
      (await variant(name).inventory('host1')).traits;
    expect(await traitsOf('fake.SameHostColdMigrateDriver')).toContain('COMPUTE_SAME_HOST_COLD_MIGRATE');
    expect(await traitsOf('fake.RescueBFVDriver')).toContain('COMPUTE_RESCUE_BFV');
    const without = new FakeDriver({ host: 'host1', excludedImageTypes: ['raw'] });
    expect((await without.inventory('host1')).traits).not.toContain('COMPUTE_IMAGE_TYPE_RAW');
  });

  it('has the names of its nodes from its host, or as it is told', async () => {
    expect(new FakeDriver({ host: 'host1' }).nodes()).toEqual(['host1']);
    expect(new FakeDriver({ host: 'compute' }).nodes()).toEqual(['fake-mini']);
    expect(new FakeDriver({ host: 'host1', nodes: ['a', 'b'] }).nodes()).toEqual(['a', 'b']);
    const { uuid } = await variant('fake.PredictableNodeUUIDDriver', 'www.example.com').resources('www.example.com');
    // Python's uuid.uuid5(uuid.NAMESPACE_DNS, 'www.example.com')
    expect(uuid).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is not another host, and holds what there is room for', async () => {
    const hosts = [1, 2, 3, 4].map((number) => new FakeDriver({ host: `host${number}`, vcpus: 100 }));
    await Promise.all(hosts.flatMap((host) => Array.from({ length: 100 }, () => host.spawn(guestOf()))));
    for (const [index, host] of hosts.entries()) {
      expect(await host.guests()).toHaveLength(100);
      const { vcpus, vcpusUsed, memoryMbUsed, localGbUsed } = await host.resources(`host${index + 1}`);
      expect({ vcpus, vcpusUsed, memoryMbUsed, localGbUsed }).toEqual({
        vcpus: 100,
        vcpusUsed: 100,
        memoryMbUsed: 25_600,
        localGbUsed: 100,
      });
    }
    const [first] = hosts;
    for (const guest of (await first?.guests()) ?? []) await first?.destroy(guest);
    expect(await Promise.all(hosts.map(async (host) => (await host.guests()).length))).toEqual([0, 100, 100, 100]);
  });

  it('answers what upstream’s answers of the host', async () => {
    const driver = variant('fake.FakeDriver');
    expect(await driver.hostPowerAction('reboot')).toBe('reboot');
    expect(await driver.setHostEnabled(true)).toBe('enabled');
    expect(await driver.setHostEnabled(false)).toBe('disabled');
    expect(await driver.setHostMaintenance(true)).toBe('on_maintenance');
    expect(await driver.setHostMaintenance(false)).toBe('off_maintenance');
    expect(await driver.volumeConnector()).toEqual({ ip: '192.168.0.1', initiator: 'fake', host: 'host1' });
    await expect(driver.uptime()).rejects.toThrow(errors.NotImplementedError);
  });
});

describe('fake guests', () => {
  it('say what upstream’s say', async () => {
    const driver = variant('fake.FakeDriver');
    const guest = guestOf();
    await driver.spawn(guest);
    expect((await driver.consoleOutput(guest)).toString()).toBe('FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE');
    expect(await driver.console(guest, 'novnc')).toEqual({
      internalAccessPath: 'FAKE',
      host: 'fakevncconsole.com',
      port: 6969,
    });
    expect(await driver.console(guest, 'spice-html5')).toMatchObject({ host: 'fakespiceconsole.com', tlsPort: 6970 });
    expect(await driver.console(guest, 'rdp-html5')).toMatchObject({ host: 'fakerdpconsole.com' });
    expect(await driver.console(guest, 'serial')).toMatchObject({ host: 'fakerdpconsole.com' });
    expect(await driver.console(guest, 'webmks')).toMatchObject({ host: 'fakemksconsole.com' });
    expect(await driver.diagnostics(guest.uuid)).toMatchObject({
      driver: 'libvirt',
      hypervisor: 'kvm',
      uptime: 46_664,
    });
    await driver.setAdminPassword(guest);
    await driver.quiesce(guest);
    await driver.unquiesce(guest);
  });

  it('have interfaces once', async () => {
    const driver = variant('fake.FakeDriver');
    const guest = guestOf({ interfaces: [{ id: 'port1', address: '02:00:00:00:00:01' }] });
    await driver.spawn(guest);
    const [port1, port2] = ['port1', 'port2'].map((id) => ({ id, address: '02:00:00:00:00:02' })) as [never, never];
    await expect(driver.attachInterface(guest, port1)).rejects.toThrow(errors.InterfaceAttachFailed);
    await driver.attachInterface(guest, port2);
    await driver.detachInterface(guest, port2);
    await expect(driver.detachInterface(guest, port2)).rejects.toThrow(errors.InterfaceDetachFailed);
  });

  it('have the other volume after a swap', async () => {
    const driver = variant('fake.FakeDriver');
    const [from, to] = [volumeOf('/a', '/dev/vdb'), volumeOf('/b', '/dev/vdb')];
    const guest = guestOf({ volumes: [from] });
    await driver.spawn(guest);
    await driver.extendVolume(guest, from);
    await driver.swapVolume(guest, from, to);
    await driver.extendVolume(guest, to);
    await expect(driver.extendVolume(guest, from)).rejects.toThrow(errors.DiskNotFound);
  });

  it('go from one host to another, count on both until that is confirmed, and can come back', async () => {
    const [source, destination] = [variant('fake.FakeDriver'), variant('fake.FakeDriver', 'host2')];
    const guest = guestOf();
    await source.spawn(guest);
    const move = async (): Promise<void> => {
      await source.migrateDiskAndPowerOff(guest);
      await destination.finishMigration(guest, '', { powerOn: true });
      expect((await source.resources('host1')).vcpusUsed).toBe(1);
      expect((await destination.resources('host2')).vcpusUsed).toBe(1);
      expect(await source.powerState(guest.uuid)).toBe(powerStates.shutdown);
    };
    await move();
    await destination.destroy(guest);
    await source.finishRevertMigration(guest, { powerOn: false });
    expect(await source.powerState(guest.uuid)).toBe(powerStates.shutdown);
    await source.powerOn(guest);
    await move();
    await source.confirmMigration(guest);
    expect(await source.guests()).toEqual([]);
    expect(await destination.powerState(guest.uuid)).toBe(powerStates.running);
  });
});

describe('variants that fail', () => {
  it('a first start, once between all hosts that share the settings', async () => {
    const settings = fakeVariant('fake.FakeRescheduleDriver');
    const hosts = ['host1', 'host2'].map((host) => new FakeDriver({ ...settings, host })) as [FakeDriver, FakeDriver];
    const guest = guestOf();
    await expect(hosts[0].spawn(guest)).rejects.toThrow(errors.ComputeResourcesUnavailable);
    expect(await hosts[0].guests()).toEqual([]);
    await hosts[1].spawn(guest);
  });

  it('every start, for good', async () => {
    await expect(variant('fake.FakeBuildAbortDriver').spawn(guestOf())).rejects.toThrow(errors.BuildAbortException);
  });

  it('the end of a migration', async () => {
    const driver = variant('fake.FakeFinishMigrationFailDriver');
    await expect(driver.finishMigration(guestOf(), '', { powerOn: true })).rejects.toThrow(
      errors.VirtualInterfaceCreateException,
    );
  });

  it('no name of another kind is one', () => {
    for (const name of ['libvirt.LibvirtDriver', 'toString', 'fake.NoDriver'])
      expect(fakeVariant(name)).toBeUndefined();
  });
});

describe('live migration', () => {
  const progressOf = (): { onProgress: (one: LiveMigrationProgress) => void; seen: LiveMigrationProgress[] } => {
    const seen: LiveMigrationProgress[] = [];
    return { seen, onProgress: (one) => void seen.push(one) };
  };

  it('takes a guest to another host', async () => {
    const [source, destination] = [variant('fake.FakeDriver'), variant('fake.FakeDriver', 'host2')];
    const guest = guestOf();
    await source.spawn(guest);
    expect(await source.checkLiveMigration(guest)).toMatchObject({ is_shared_instance_path: true });
    await destination.preLiveMigration();
    const { seen, onProgress } = progressOf();
    await source.liveMigration(guest, 'host2', { onProgress, signal: new AbortController().signal });
    await destination.postLiveMigrationAtDestination(guest);
    expect(seen.map(({ memoryRemaining }) => memoryRemaining)).toEqual([256 * 1024 * 1024, 0]);
    expect(await source.guests()).toEqual([]);
    expect(await destination.powerState(guest.uuid)).toBe(powerStates.running);
  });

  it('waits until it is forced, or aborted', async () => {
    const driver: ComputeDriver = variant('fake.FakeLiveMigrateDriver');
    const guest = guestOf();
    await driver.spawn(guest);
    await expect(driver.forceCompleteLiveMigration(guest.uuid)).rejects.toThrow(errors.NoActiveMigrationForInstance);
    const start = (): { controller: AbortController; begun: Promise<void>; ended: Promise<void> } => {
      const controller = new AbortController();
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const ended = driver.liveMigration(guest, 'host2', { onProgress: () => begin(), signal: controller.signal });
      return { controller, begun, ended };
    };
    const first = start();
    await first.begun;
    first.controller.abort(new Error('no more'));
    await expect(first.ended).rejects.toThrow('no more');
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    const second = start();
    await second.begun;
    await driver.forceCompleteLiveMigration(guest.uuid);
    await second.ended;
    expect(await driver.guests()).toEqual([]);
  });
});

describe('what is kept in a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fake-driver-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the guests of each host, in files that are whole', async () => {
    const make = async (host: string): Promise<FakeDriver> => {
      const driver = new FakeDriver({ host, stateFolder: folder });
      await driver.start();
      return driver;
    };
    const [first, second] = [await make('host/1'), await make('host2')];
    const guest = guestOf({ image: imageOf('/image', 'raw') });
    await first.spawn(guest);
    await first.pause(guest.uuid);
    await writeFile(join(folder, 'host%2F1', `${guest.uuid}.json.partial`), '{"uuid": "half');
    const again = await make('host/1');
    expect(await again.guests()).toEqual([{ uuid: guest.uuid, name: guest.name, powerState: powerStates.paused }]);
    expect(await readdir(join(folder, 'host%2F1'))).toEqual([`${guest.uuid}.json`]);
    expect(await second.guests()).toEqual([]);
    await again.powerOff(guest);
    await again.destroy(guest);
    expect(await readdir(join(folder, 'host%2F1'))).toEqual([]);
    await expect(again.spawn(guestOf({ uuid: '../outside' }))).rejects.toThrow(TypeError);
    expect((await readdir(folder)).sort()).toEqual(['host%2F1', 'host2']);
  });

  it('is nothing without one', async () => {
    const driver = variant('fake.FakeDriver');
    await driver.start();
    const guest = guestOf();
    await driver.spawn(guest);
    await driver.migrateDiskAndPowerOff(guest);
    await (driver as ComputeDriver).powerOff(guest, AT_ONCE);
    expect(await readdir(folder)).toEqual([]);
  });
});
