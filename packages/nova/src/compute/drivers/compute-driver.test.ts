// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeDriver, ShutdownPatience } from './compute-driver.js';
import * as errors from './errors.js';
import { FakeDriver } from './fake/fake-driver.js';
import type { GuestDescription } from './guest.js';
import type { LifecycleEvent } from './lifecycle.js';
import { powerStates } from './power-state.js';
import { QemuDriver } from './qemu/qemu-driver.js';
import { testSettings } from './qemu/test-guest.js';
import { guestOf, imageOf, volumeOf } from './test-guests.js';

const AT_ONCE: ShutdownPatience = { timeout: 0, retryInterval: 1 };
const MIB = 1024 * 1024;
const HOST_IP = '192.0.2.1';

/** Longer than the address of a socket may be. */
const longPath = (folder: string): string => join(folder, 'a-folder-with-a-name-that-is-rather-long'.repeat(3));

const drivers = [
  {
    name: 'fake',
    make: (folder: string): ComputeDriver => new FakeDriver({ host: 'host1', stateFolder: folder, hostIp: HOST_IP }),
  },
  {
    name: 'qemu',
    make: (folder: string): ComputeDriver => new QemuDriver(testSettings(longPath(folder))),
  },
];

describe.each(drivers)('what every driver does: $name', ({ make }) => {
  let folder: string;
  let driver: ComputeDriver;
  let events: LifecycleEvent['transition'][];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compute-driver-'));
    await writeFile(join(folder, 'image'), Buffer.alloc(MIB, 'image'));
    driver = make(join(folder, 'state'));
    await driver.start();
    events = [];
    driver.onLifecycle(({ transition }) => events.push(transition));
  });

  afterEach(async () => {
    for (const guest of await driver.guests()) await driver.destroy(guest, { destroyDisks: true });
    await driver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const describeGuest = (changes: Partial<GuestDescription> = {}): GuestDescription =>
    guestOf({
      image: imageOf(join(folder, 'image'), 'raw', 'an image'),
      flavor: { vcpus: 1, memoryMb: 64, rootGb: 1, ephemeralGb: 0, swapMb: 0, extraSpecs: {} },
      ...changes,
    });

  const spawned = async (changes: Partial<GuestDescription> = {}): Promise<GuestDescription> => {
    const guest = describeGuest(changes);
    await driver.spawn(guest);
    return guest;
  };

  const makeVolume = async (): Promise<string> => {
    const path = join(folder, `volume-${randomUUID()}`);
    await writeFile(path, '');
    await truncate(path, MIB);
    return path;
  };

  it('knows nothing of a guest that is not there', async () => {
    const guest = describeGuest();
    const { uuid } = guest;
    const volume = volumeOf(await makeVolume(), '/dev/vdb');
    for (const call of [
      () => driver.powerState(uuid),
      () => driver.powerOn(guest),
      () => driver.powerOff(guest, AT_ONCE),
      () => driver.reboot(guest, 'SOFT', AT_ONCE),
      () => driver.pause(uuid),
      () => driver.unpause(uuid),
      () => driver.suspend(guest),
      () => driver.resume(guest),
      () => driver.rescue(guest, guest),
      () => driver.unrescue(guest),
      () => driver.triggerCrashDump(uuid),
      () => driver.diagnostics(uuid),
      () => driver.rawDiagnostics(uuid),
      () => driver.attachVolume(guest, volume),
      () => driver.detachVolume(guest, volume),
      () => driver.swapVolume(guest, volume, volume),
      () => driver.extendVolume(guest, volume, MIB),
      () => driver.snapshot(guest),
      () => driver.consoleOutput(guest),
      () => driver.console(guest, 'novnc'),
      () => driver.migrateDiskAndPowerOff(guest, HOST_IP, guest.flavor, AT_ONCE),
      () => driver.checkLiveMigration(guest),
      () =>
        driver.liveMigration(guest, 'elsewhere', {
          onProgress: () => undefined,
          signal: new AbortController().signal,
        }),
    ])
      await expect(call(), call.toString()).rejects.toThrow(errors.InstanceNotFound);
    await driver.destroy(guest, { destroyDisks: true });
    await driver.confirmMigration(guest);
    expect(await driver.guests()).toEqual([]);
    expect(await driver.hasDisks(uuid)).toBe(false);
  });

  it('starts a guest, switches it off and on, and ends it', async () => {
    const guest = await spawned();
    expect(await driver.guests()).toEqual([
      { uuid: guest.uuid, name: 'instance-00000001', powerState: powerStates.running },
    ]);
    expect(await driver.hasDisks(guest.uuid)).toBe(true);
    for (let time = 0; time < 2; time += 1) {
      await driver.powerOff(guest, AT_ONCE);
      expect(await driver.powerState(guest.uuid)).toBe(powerStates.shutdown);
    }
    for (let time = 0; time < 2; time += 1) {
      await driver.powerOn(guest);
      expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    }
    for (let time = 0; time < 2; time += 1) await driver.destroy(guest, { destroyDisks: true });
    expect(await driver.guests()).toEqual([]);
    expect(await driver.hasDisks(guest.uuid)).toBe(false);
    expect(events).toEqual(['started', 'stopped', 'started', 'stopped']);
  });

  it('does not start a guest twice', async () => {
    const guest = await spawned();
    await expect(driver.spawn(guest)).rejects.toThrow(errors.InstanceExists);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
  });

  it('makes a guest that is to be off', async () => {
    const guest = describeGuest();
    await driver.spawn(guest, { powerOn: false });
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.shutdown);
    expect(events).toEqual([]);
    await expect(driver.pause(guest.uuid)).rejects.toThrow(errors.InstanceNotRunning);
    await expect(driver.unpause(guest.uuid)).rejects.toThrow(errors.InstanceNotRunning);
    await expect(driver.suspend(guest)).rejects.toThrow(errors.InstanceNotRunning);
    await expect(driver.diagnostics(guest.uuid)).rejects.toThrow(errors.InstanceNotRunning);
    await expect(driver.triggerCrashDump(guest.uuid)).rejects.toThrow(errors.InstanceNotRunning);
  });

  it('holds a guest still and lets it go on', async () => {
    const guest = await spawned();
    for (let time = 0; time < 2; time += 1) await driver.pause(guest.uuid);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.paused);
    for (let time = 0; time < 2; time += 1) await driver.unpause(guest.uuid);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    expect(events).toEqual(['started', 'paused', 'resumed']);
  });

  it('suspends a guest, also over a start of the service', async () => {
    const guest = await spawned();
    for (let time = 0; time < 2; time += 1) await driver.suspend(guest);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.suspended);
    await driver.stop();
    driver = make(join(folder, 'state'));
    await driver.start();
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.suspended);
    for (let time = 0; time < 2; time += 1) await driver.resume(guest);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
  });

  it('reboots a guest, and makes one anew that is gone', async () => {
    const guest = await spawned();
    await driver.reboot(guest, 'SOFT', AT_ONCE);
    await driver.reboot(guest, 'HARD', AT_ONCE);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    await driver.destroy(guest, { destroyDisks: true });
    await driver.reboot(guest, 'HARD', AT_ONCE);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
  });

  it('finds its guests again after a start, running', async () => {
    const [one, other] = [await spawned(), await spawned()];
    await driver.powerOff(other, AT_ONCE);
    await driver.stop();
    driver = make(join(folder, 'state'));
    await driver.start();
    const found = new Map((await driver.guests()).map(({ uuid, powerState }) => [uuid, powerState]));
    expect(found).toEqual(
      new Map([
        [one.uuid, powerStates.running],
        [other.uuid, powerStates.shutdown],
      ]),
    );
  });

  it('rescues a guest and takes it back', async () => {
    const guest = await spawned();
    const rescue = describeGuest({ image: imageOf(join(folder, 'image'), 'raw', 'rescue image') });
    for (let time = 0; time < 2; time += 1) await driver.rescue(guest, rescue);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    for (let time = 0; time < 2; time += 1) await driver.unrescue(guest);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
  });

  it('attaches volumes and takes them away', async () => {
    const guest = await spawned();
    await driver.powerOff(guest, AT_ONCE);
    const volume = volumeOf(await makeVolume(), '/dev/vdb');
    for (let time = 0; time < 2; time += 1) await driver.attachVolume(guest, volume);
    await driver.extendVolume(guest, volume, MIB);
    await driver.powerOn({ ...guest, volumes: [volume] });
    await driver.powerOff(guest, AT_ONCE);
    for (let time = 0; time < 2; time += 1) await driver.detachVolume(guest, volume);
    await expect(driver.extendVolume(guest, volume, MIB)).rejects.toThrow(errors.DiskNotFound);
  });

  it('makes a snapshot that can be read, of a guest that runs and of one that does not', async () => {
    const guest = await spawned();
    for (let time = 0; time < 2; time += 1) {
      const { format, size, open, dispose } = await driver.snapshot(guest);
      const bytes = await buffer(open());
      expect(bytes.length).toBe(size);
      expect(size).toBeGreaterThan(0);
      expect(['raw', 'qcow2']).toContain(format);
      await dispose();
      await driver.powerOff(guest, AT_ONCE);
    }
  });

  it('says what a guest does', async () => {
    const guest = await spawned();
    const { state, cpus, disks, memory } = await driver.diagnostics(guest.uuid);
    expect(state).toBe('running');
    expect(cpus).toHaveLength(1);
    expect(disks).toHaveLength(1);
    expect(memory.maximum).toBeGreaterThan(0);
    expect(Object.keys(await driver.rawDiagnostics(guest.uuid))).toEqual(
      expect.arrayContaining(['cpu0_time', 'memory', 'vda_read', 'vda_write_req', 'vda_errors']),
    );
    expect(await driver.consoleOutput(guest)).toBeInstanceOf(Buffer);
  });

  it('counts what guests use of the host', async () => {
    const node = driver.nodes()[0] ?? '';
    const before = await driver.resources(node);
    const guest = await spawned();
    const during = await driver.resources(node);
    expect(during.vcpusUsed - before.vcpusUsed).toBe(1);
    await driver.destroy(guest, { destroyDisks: true });
    expect((await driver.resources(node)).vcpusUsed).toBe(before.vcpusUsed);
    const { inventories, traits } = await driver.inventory(node);
    expect(inventories).toMatchObject({
      VCPU: { total: before.vcpus },
      MEMORY_MB: { total: before.memoryMb },
      DISK_GB: { total: before.localGb },
    });
    expect(traits).toEqual(expect.arrayContaining(['COMPUTE_IMAGE_TYPE_RAW', 'COMPUTE_VOLUME_MULTI_ATTACH']));
    await expect(driver.resources('elsewhere')).rejects.toThrow(errors.ComputeHostNotFound);
    await expect(driver.inventory('elsewhere')).rejects.toThrow(errors.ComputeHostNotFound);
    expect(await driver.volumeConnector()).toMatchObject({ host: 'host1' });
  });

  it('gives a guest another size on the same host, and takes that back', async () => {
    const small = await spawned();
    const large = { ...small, flavor: { ...small.flavor, vcpus: 2, rootGb: 2 } };
    const node = driver.nodes()[0] ?? '';
    const resize = async (): Promise<void> => {
      const diskInfo = await driver.migrateDiskAndPowerOff(small, HOST_IP, large.flavor, AT_ONCE);
      await driver.finishMigration(large, diskInfo, { powerOn: true });
      expect((await driver.resources(node)).vcpusUsed).toBe(2);
    };
    await resize();
    await driver.destroy(large, { destroyDisks: true });
    await driver.finishRevertMigration(small, { powerOn: true });
    expect(await driver.powerState(small.uuid)).toBe(powerStates.running);
    expect((await driver.resources(node)).vcpusUsed).toBe(1);
    await resize();
    for (let time = 0; time < 2; time += 1) await driver.confirmMigration(large);
    expect(await driver.powerState(small.uuid)).toBe(powerStates.running);
    expect((await driver.resources(node)).vcpusUsed).toBe(2);
  });

  it('fetches an image once, and again when it was removed for want of use', async () => {
    const image = imageOf(join(folder, 'image'), 'raw');
    expect(await driver.cacheImage(image)).toBe(true);
    expect(await driver.cacheImage(image)).toBe(false);
    const guest = await spawned({ image });
    await driver.removeUnusedImages(0);
    expect(await driver.cacheImage(image)).toBe(false);
    await driver.destroy(guest, { destroyDisks: true });
    await driver.removeUnusedImages(0);
    expect(await driver.cacheImage(image)).toBe(true);
  });

  it('has no console of a kind that it does not know', async () => {
    const guest = await spawned();
    await expect(driver.console(guest, 'xvpvnc')).rejects.toThrow(errors.ConsoleTypeUnavailable);
  });

  it('leaves no file behind', async () => {
    await mkdir(join(folder, 'state'), { recursive: true });
    const files = async (): Promise<string[]> => (await readdir(join(folder, 'state'), { recursive: true })).sort();
    const image = imageOf(join(folder, 'image'), 'raw');
    await driver.cacheImage(image);
    const before = await files();
    const guest = await spawned({ image });
    expect(await files()).not.toEqual(before);
    await driver.destroy(guest, { destroyDisks: true });
    expect(await files()).toEqual(before);
  });
});

describe('files of guests', () => {
  it('are seen where another host made them, and no others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compute-driver-'));
    const driver = new QemuDriver(testSettings(longPath(folder)));
    await driver.start();
    const mark = join(longPath(folder), 'tmp-mark');
    expect(await driver.sees(mark)).toBe(false);
    await writeFile(mark, '');
    expect(await driver.sees(mark)).toBe(true);
    expect(await driver.sees(join(folder, 'image'))).toBe(false);
    await writeFile(join(folder, 'image'), '');
    expect(await driver.sees(join(folder, 'image'))).toBe(false);
    expect(await driver.mark('c1a1b5d6-0000-4000-8000-000000000001')).toBeUndefined();
    await mkdir(join(longPath(folder), 'c1a1b5d6-0000-4000-8000-000000000001'));
    const own = (await driver.mark('c1a1b5d6-0000-4000-8000-000000000001')) ?? '';
    expect(await driver.sees(own)).toBe(true);
    await driver.unmark(own);
    expect(await driver.sees(own)).toBe(false);
    await driver.stop();
    await rm(folder, { recursive: true });
  });

  it('are none of a fake host', async () => {
    const driver = new FakeDriver({ host: 'host1' });
    await expect(driver.sees()).rejects.toThrow(errors.NotImplementedError);
    await expect(driver.mark()).rejects.toThrow(errors.NotImplementedError);
  });
});
