// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShutdownPatience } from '../compute-driver.js';
import * as errors from '../errors.js';
import type { GuestDescription } from '../guest.js';
import type { LifecycleEvent } from '../lifecycle.js';
import { powerStates } from '../power-state.js';
import { guestOf, imageOf, volumeOf } from '../test-guests.js';
import { QemuDriver } from './qemu-driver.js';
import type { QemuSettings } from './qemu-settings.js';
import { commandLine, makeSmallGuest, testSettings } from './test-guest.js';

const AT_ONCE: ShutdownPatience = { timeout: 0, retryInterval: 1 };
const PATIENT: ShutdownPatience = { timeout: 60, retryInterval: 5 };
const MIB = 1024 * 1024;
/** A guest boots in seconds, on a machine that is busy in many. */
const BOOTS = { timeout: 240_000 };
/** How long a guest may say nothing of what it is waited for: a test that fails so shows what it has said. */
const SILENCE_MS = 60_000;

let files: { readonly kernel: string; readonly ramdisk: string };
let shared: string;
let folder: string;
let driver: QemuDriver;
let events: LifecycleEvent[];

beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), 'test-guest-'));
  files = await makeSmallGuest(shared);
}, 240_000);

afterAll(() => rm(shared, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qemu-driver-'));
  await writeFile(join(folder, 'image'), Buffer.alloc(MIB, 'image'));
  await startDriver();
});

afterEach(async () => {
  for (const guest of await driver.guests()) await driver.destroy(guest, { destroyDisks: true });
  await driver.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startDriver(changes: Partial<QemuSettings> = {}): Promise<void> {
  driver = new QemuDriver(testSettings(join(folder, 'instances'), changes));
  await driver.start();
  events = [];
  driver.onLifecycle((event) => events.push(event));
}

/** One that boots to the test guest's script. */
function linuxGuest(changes: Partial<GuestDescription> = {}): GuestDescription {
  return guestOf({
    image: imageOf(join(folder, 'image'), 'raw'),
    kernel: imageOf(files.kernel, 'aki'),
    ramdisk: imageOf(files.ramdisk, 'ari'),
    imageProperties: { os_command_line: commandLine },
    ...changes,
  });
}

async function makeVolume(name: string, size = MIB): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '');
  await truncate(path, size);
  return path;
}

/** Waits for the guest to say it. A guest that does not is quoted. */
async function says(guest: GuestDescription, words: string | RegExp, from = 0): Promise<string> {
  const deadline = Date.now() + SILENCE_MS;
  for (;;) {
    const text = (await driver.consoleOutput(guest)).toString().slice(from);
    if (typeof words === 'string' ? text.includes(words) : words.test(text)) return text;
    if (Date.now() > deadline) throw new Error(`the guest has not said ${String(words)}, but:\n${text.slice(-2000)}`);
    await sleep(100);
  }
}

const said = async (guest: GuestDescription): Promise<number> => (await driver.consoleOutput(guest)).toString().length;

describe('a guest that runs', () => {
  it('reads its config drive, and gets and gives back volumes while it runs', BOOTS, async () => {
    const metadata = JSON.stringify({ uuid: 'of the guest', 'a key': 'a, value' });
    const content = Array.from(
      { length: 80 },
      (_, index) => [`openstack/content/${index}`, Buffer.from('file')] as const,
    );
    const guest = linuxGuest({
      configDrive: new Map([['openstack/latest/meta_data.json', Buffer.from(metadata)], ...content]),
    });
    await driver.spawn(guest);
    await says(guest, `GUEST read ${metadata}`);
    await says(guest, 'GUEST found 81 files');
    await says(guest, 'GUEST disks vda=2097152 ');

    const volume = volumeOf(await makeVolume('first'), '/dev/vdb');
    await driver.attachVolume(guest, volume);
    await says(guest, 'GUEST disks vda=2097152 vdb=2048');
    const path = join(folder, 'first');
    while (!(await readFile(path)).subarray(0, 20).equals(Buffer.from('written by the guest'))) await sleep(100);

    await truncate(path, 2 * MIB);
    await driver.extendVolume(guest, volume, 2 * MIB);
    await says(guest, 'GUEST disks vda=2097152 vdb=4096');

    const other = volumeOf(await makeVolume('second', 2 * MIB), '/dev/vdb');
    await driver.swapVolume(guest, volume, other);
    expect((await readFile(join(folder, 'second'))).equals(await readFile(path))).toBe(true);

    const scsi = volumeOf(await makeVolume('third'), '/dev/sda', { diskBus: 'scsi' });
    await driver.attachVolume(guest, scsi);
    await says(guest, 'sda=2048');

    const before = await said(guest);
    await driver.detachVolume(guest, other);
    await says(guest, 'GUEST disks vda=2097152 sda=2048', before);
    await driver.detachVolume(guest, scsi);
    await says(guest, /GUEST disks vda=2097152 \r\n/, before);

    await driver.destroy(guest, { destroyDisks: true });
    expect((await readdir(join(folder, 'instances'))).sort()).toEqual(['_base', 'compute_nodes', 'snapshots']);
  });

  it('goes on where it was when it is held still, suspended, or left alone by the service', BOOTS, async () => {
    const guest = linuxGuest();
    await driver.spawn(guest);
    await says(guest, 'GUEST count 2');
    const goesOn = async (): Promise<void> => {
      const from = await said(guest);
      const text = await says(guest, /GUEST count \d+\s/, from);
      expect(text).not.toContain('GUEST started');
    };

    await driver.pause(guest.uuid);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.paused);
    await driver.unpause(guest.uuid);
    await goesOn();

    const { open, dispose } = await driver.snapshot(guest);
    await writeFile(join(folder, 'snapshot'), open());
    await dispose();
    await goesOn();
    execFileSync('qemu-img', ['convert', '-f', 'qcow2', '-O', 'raw', 'snapshot', 'flat'], { cwd: folder });
    expect((await readFile(join(folder, 'flat'))).subarray(0, MIB).equals(Buffer.alloc(MIB, 'image'))).toBe(true);

    await driver.stop();
    await startDriver();
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    await goesOn();

    const count = Number(/GUEST count (\d+)\s/.exec((await driver.consoleOutput(guest)).toString().slice(-40))?.[1]);
    const volume = volumeOf(await makeVolume('volume'), '/dev/vdb');
    await driver.attachVolume(guest, volume);
    await says(guest, 'vdb=2048');
    await driver.suspend(guest);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.suspended);
    await driver.resume({ ...guest, volumes: [volume] });
    const text = await says(guest, /GUEST count \d+\s/);
    expect(text).not.toContain('GUEST started');
    expect(Number(/GUEST count (\d+)\s/.exec(text)?.[1])).toBeGreaterThan(count);
    expect(await readdir(join(folder, 'instances', guest.uuid))).not.toContain('memory');
  });

  it('shuts down and reboots when it is asked, and is found to have stopped by itself', BOOTS, async () => {
    const guest = linuxGuest();
    await driver.spawn(guest);
    await says(guest, 'GUEST count 1');
    await driver.reboot(guest, 'SOFT', PATIENT);
    await says(guest, 'GUEST count 1');
    await driver.powerOff(guest, PATIENT);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.shutdown);
    // It was asked, and not cut off.
    expect((await driver.consoleOutput(guest)).toString()).toContain('GUEST powers off');
    expect(events.map(({ transition }) => transition)).toEqual(['started', 'stopped', 'started', 'stopped']);
  });

  it('keeps its disks through a rescue, which starts from another kernel', BOOTS, async () => {
    const guest = linuxGuest();
    await driver.spawn(guest);
    await writeFile(join(folder, 'rescue'), Buffer.alloc(2 * MIB));
    const rescue = linuxGuest({
      image: imageOf(join(folder, 'rescue'), 'raw'),
      imageProperties: { os_command_line: `${commandLine} rescued` },
    });
    await driver.rescue(guest, rescue);
    await says(guest, `GUEST started with ${commandLine} rescued`);
    await says(guest, 'GUEST disks vda=4096 vdb=2097152');
    await driver.unrescue(guest);
    await says(guest, 'GUEST disks vda=2097152 ');
    expect(await readdir(join(folder, 'instances', guest.uuid))).not.toContain('disk.rescue');
  });

  it('has a larger disk, swap and a disk of its own after a resize', BOOTS, async () => {
    const guest = linuxGuest();
    await driver.spawn(guest);
    const flavor = { ...guest.flavor, rootGb: 2, ephemeralGb: 1, swapMb: 4 };
    const disk = { guestFormat: null, diskBus: 'virtio' };
    const large = linuxGuest({
      ...guest,
      flavor,
      disks: [
        { ...disk, kind: 'ephemeral', sizeMb: 1024, mountDevice: '/dev/vdb' },
        { ...disk, kind: 'swap', sizeMb: 4, mountDevice: '/dev/vdc' },
      ],
    });
    const diskInfo = await driver.migrateDiskAndPowerOff(guest, '192.0.2.1', flavor, AT_ONCE);
    expect(await driver.guests()).toEqual([]);
    await driver.finishMigration(large, diskInfo, { powerOn: true });
    await says(guest, 'GUEST disks vda=4194304 vdb=2097152 vdc=8192');
    const probe = (name: string): string =>
      execFileSync('blkid', [
        '-p',
        '-o',
        'value',
        '-s',
        'TYPE',
        join(folder, 'instances', guest.uuid, name),
      ]).toString();
    expect(probe('disk.swap').trim()).toBe('swap');
    expect(probe('disk.eph0').trim()).toBe('ext4');
  });

  it('runs as a q35, with a screen', BOOTS, async () => {
    await driver.stop();
    await startDriver({ vnc: { listen: '127.0.0.1', proxyClientAddress: '127.0.0.1' } });
    const guest = linuxGuest({
      imageProperties: { os_command_line: commandLine, hw_machine_type: 'q35' },
    });
    await driver.spawn(guest);
    await says(guest, 'GUEST disks vda=2097152 ');
    const volume = volumeOf(await makeVolume('volume'), '/dev/vdb');
    await driver.attachVolume(guest, volume);
    await says(guest, 'vdb=2048');
    const before = await said(guest);
    await driver.detachVolume(guest, volume);
    await says(guest, /GUEST disks vda=2097152 \r\n/, before);
    const { host, port } = await driver.console(guest, 'novnc');
    const socket = connect(port, host);
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    expect(greeting.toString()).toMatch(/^RFB \d{3}\.\d{3}\n/);
    socket.destroy();
    await expect(driver.console(guest, 'spice-html5')).rejects.toThrow(errors.ConsoleTypeUnavailable);
  });
});

describe('what is refused', () => {
  /** Refused, with nothing left behind. */
  const expectRefusal = async (changes: Partial<GuestDescription>, error: new (...args: never) => Error) => {
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw', 'image'), ...changes });
    await expect(driver.spawn(guest)).rejects.toThrow(error);
    expect(await driver.guests()).toEqual([]);
    expect(await readdir(join(folder, 'instances'))).not.toContain(guest.uuid);
    expect((await readdir(join(folder, 'instances', '_base'))).filter((name) => name.startsWith('.'))).toEqual([]);
  };
  const qemuImg = (...args: string[]): Buffer => execFileSync('qemu-img', args, { cwd: folder });

  it('is an image that is built on another file, or not of its format', async () => {
    qemuImg('create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/passwd', 'backed', '1M');
    await expectRefusal({ image: imageOf(join(folder, 'backed'), 'qcow2') }, errors.ImageUnacceptable);
    qemuImg('create', '-q', '-f', 'qcow2', '-o', 'data_file=data', 'split', '1M');
    await expectRefusal({ image: imageOf(join(folder, 'split'), 'qcow2') }, errors.ImageUnacceptable);
    qemuImg('create', '-q', '-f', 'vmdk', '-o', 'subformat=monolithicFlat', 'flat.vmdk', '1M');
    await expectRefusal({ image: imageOf(join(folder, 'flat.vmdk'), 'vmdk') }, errors.ImageUnacceptable);
    await expectRefusal({ image: imageOf(join(folder, 'image'), 'qcow2') }, errors.ImageUnacceptable);
    await expectRefusal({ image: imageOf(join(folder, 'image'), 'ploop') }, errors.ImageUnacceptable);
  });

  it('is a raw image’s word for what it is, never: its bytes are what the guest sees', async () => {
    qemuImg('create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/passwd', 'backed', '1M');
    const guest = guestOf({ image: imageOf(join(folder, 'backed'), 'raw') });
    await driver.spawn(guest);
    const { open, dispose } = await driver.snapshot(guest);
    await writeFile(join(folder, 'snapshot'), open());
    await dispose();
    qemuImg('convert', '-f', 'qcow2', '-O', 'raw', 'snapshot', 'raw');
    const image = await readFile(join(folder, 'backed'));
    expect((await readFile(join(folder, 'raw'))).subarray(0, image.length).equals(image)).toBe(true);
  });

  it('is a flavor that is too small, and hardware that is not here', async () => {
    qemuImg('create', '-q', '-f', 'qcow2', 'large', '2G');
    await expectRefusal({ image: imageOf(join(folder, 'large'), 'qcow2') }, errors.FlavorDiskSmallerThanImage);
    const image = imageOf(join(folder, 'image'), 'raw');
    await expectRefusal({ image, imageProperties: { hw_disk_bus: 'xen' } }, errors.UnsupportedHardware);
    await expectRefusal({ image, imageProperties: { hw_machine_type: 'isapc' } }, errors.UnsupportedMachineType);
    await expectRefusal(
      { image, interfaces: [{ id: 'port', address: '02:00:00:00:00:01' }] },
      errors.VirtualInterfacePlugException,
    );
  });

  it('is a volume that cannot be reached by a path', async () => {
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw') });
    await driver.spawn(guest);
    const path = await makeVolume('volume');
    const attach = (driverVolumeType: string, data: Record<string, unknown>): Promise<void> =>
      driver.attachVolume(guest, volumeOf(path, '/dev/vdb', { connection: { driverVolumeType, data } }));
    await expect(attach('iscsi', { target_portal: '192.0.2.9:3260' })).rejects.toThrow(errors.VolumeDriverNotFound);
    await expect(attach('local', { device_path: 'volume' })).rejects.toThrow(errors.VolumeDriverNotFound);
    await expect(attach('local', { device_path: `${path}-gone` })).rejects.toThrow(errors.DiskNotFound);
    await expect(attach('local', { device_path: folder })).rejects.toThrow(errors.DiskNotFound);
    await expect(attach('local', { device_path: path, encrypted: true })).rejects.toThrow(
      errors.VolumeEncryptionNotSupported,
    );
  });

  it('is a resize to less, and one to a host that has not the disks’ folder; the guest runs on', async () => {
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw') });
    await driver.spawn(guest);
    const less = { ...guest.flavor, rootGb: 0 };
    await expect(driver.migrateDiskAndPowerOff(guest, '192.0.2.1', less, AT_ONCE)).rejects.toThrow(
      'Instance rollback performed due to: Resize error: Unable to resize disk down.',
    );
    await expect(driver.migrateDiskAndPowerOff(guest, '192.0.2.2', guest.flavor, AT_ONCE)).rejects.toThrow(
      errors.InstanceFaultRollback,
    );
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    await expect(driver.checkLiveMigration(guest)).rejects.toThrow(errors.MigrationPreCheckError);
  });

  it('is a guest that does not let go of a volume', async () => {
    await driver.stop();
    await startDriver({ deviceDetach: { attempts: 2, timeout: 0.2 } });
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw') });
    await driver.spawn(guest);
    // It has no system that would answer.
    const volume = volumeOf(await makeVolume('volume'), '/dev/vdb');
    await driver.attachVolume(guest, volume);
    await expect(driver.detachVolume(guest, volume)).rejects.toThrow(errors.DeviceDetachFailed);
    await driver.powerOff(guest, AT_ONCE);
    await driver.detachVolume(guest, volume);
  });

  it('is a host where QEMU cannot be run', async () => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      const other = new QemuDriver(testSettings(join(folder, 'other')));
      await expect(other.start()).rejects.toThrow(errors.VirtDriverNotReady);
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('what is on the host', () => {
  it('two hosts with one folder have guests of their own, and a guest can go from one to the other', async () => {
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw') });
    await driver.spawn(guest);
    const other = new QemuDriver(testSettings(join(folder, 'instances'), { host: 'host2', hostIp: '192.0.2.2' }));
    await other.start();
    expect(await other.guests()).toEqual([]);
    const diskInfo = await driver.migrateDiskAndPowerOff(guest, '192.0.2.2', guest.flavor, AT_ONCE);
    await other.finishMigration(guest, diskInfo, { powerOn: true });
    await driver.confirmMigration(guest);
    expect(await driver.guests()).toEqual([]);
    expect(await other.powerState(guest.uuid)).toBe(powerStates.running);
    await other.destroy(guest, { destroyDisks: false });
    // Its disks are there: what an evacuation finds.
    await driver.spawn(guest);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
    await other.stop();
  });

  it('a guest whose QEMU was killed has stopped, and is told of', async () => {
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw') });
    await driver.spawn(guest);
    const stopped = new Promise<void>((resolve) => {
      driver.onLifecycle(({ transition }) => transition === 'stopped' && resolve());
    });
    process.kill(Number(await readFile(join(folder, 'instances', guest.uuid, 'pid'), 'utf8')), 'SIGKILL');
    await stopped;
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.shutdown);
    await driver.powerOn(guest);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);
  });

  it('a service that was ended in the middle of its work finds guests in a state that it can go on from', async () => {
    const guest = guestOf({ image: imageOf(join(folder, 'image'), 'raw') });
    await driver.spawn(guest);
    const file = (name: string): string => join(folder, 'instances', guest.uuid, name);
    // The memory is written, QEMU was to be ended next.
    await driver.pause(guest.uuid);
    await writeFile(file('memory'), 'memory');
    await driver.stop();
    await startDriver();
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.suspended);
    // Not a memory that QEMU goes on with: it is kept, and a start that is a new one does without it.
    await expect(driver.resume(guest)).rejects.toThrow(errors.InstanceResumeFailure);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.suspended);
    await driver.reboot(guest, 'HARD', AT_ONCE);
    expect(await driver.powerState(guest.uuid)).toBe(powerStates.running);

    // A volume was noted down, and not plugged in yet.
    const volume = volumeOf(await makeVolume('volume'), '/dev/vdb');
    await driver.attachVolume(guest, volume);
    const after = await readFile(file('guest.json'));
    await driver.reboot(guest, 'HARD', AT_ONCE);
    await driver.stop();
    await writeFile(file('guest.json'), after);
    await startDriver();
    await driver.detachVolume(guest, volume);
    expect(await readFile(file('guest.json'), 'utf8')).not.toContain(volume.volumeId);

    // A definition that cannot be read is nobody's guest.
    await driver.powerOff(guest, AT_ONCE);
    await driver.stop();
    await writeFile(file('guest.json'), '{"uuid": ');
    await startDriver();
    expect(await driver.guests()).toEqual([]);
    await driver.destroy(guest, { destroyDisks: true });
  });

  it('names with commas and quotes stay names', async () => {
    const guest = guestOf({
      name: `a,name="with',all`,
      image: imageOf(join(folder, 'image'), 'raw'),
      kernel: imageOf(files.kernel, 'aki'),
      imageProperties: { os_command_line: 'a,b -monitor stdio "c" $(d)' },
    });
    await driver.spawn(guest);
    const pid = Number(await readFile(join(folder, 'instances', guest.uuid, 'pid'), 'utf8'));
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    expect(words[words.indexOf('-append') + 1]).toBe('a,b -monitor stdio "c" $(d)');
    expect(words[words.indexOf('-name') + 1]).toBe(`guest=a,,name="with',,all`);
  });

  it('says how long it has been up', async () => {
    expect(await driver.uptime()).toMatch(
      /^ \d\d:\d\d:\d\d up .+, {2}0 users, {2}load average: \d+\.\d\d, \d+\.\d\d, \d+\.\d\d\n$/,
    );
  });
});
