// SPDX-License-Identifier: Apache-2.0
import { blockNode, diskControllers, diskDevice } from './disk-devices.js';
import { SCREEN_SLOT } from './disk-places.js';
import type { DiskDefinition, GuestDefinition } from './guest-definition.js';
import type { Acceleration, QemuSettings } from './qemu-settings.js';

export interface LaunchOptions {
  readonly acceleration: Acceleration;
  readonly vnc: QemuSettings['vnc'];
  /** A file with the memory that the guest goes on with. */
  readonly savedMemory?: string;
}

/** Names of files in the guest's folder, which QEMU is started in: no path of a socket gets too long that way. */
export const CONSOLE_LOG = 'console.log';
export const QMP_SOCKET = 'qmp';
export const PID_FILE = 'pid';

/** Displays that are tried for one that is free. */
const DISPLAYS = 1000;

/**
 * The arguments of a guest's QEMU. What a client has a hand in goes in as JSON or as an argument of its own; commas in the
 * rest are doubled.
 */
export function commandLine(guest: GuestDefinition, { acceleration, vnc, savedMemory }: LaunchOptions): string[] {
  const json = (option: string, values: readonly unknown[]): string[] =>
    values.flatMap((value) => [option, JSON.stringify(value)]);
  return [
    ...['-name', `guest=${escapeCommas(guest.name)}`, '-uuid', guest.uuid],
    ...['-daemonize', '-pidfile', PID_FILE, '-no-user-config', '-nodefaults', '-nic', 'none', '-display', 'none'],
    ...['-sandbox', 'on,obsolete=deny,resourcecontrol=deny'],
    ...['-machine', `${guest.machine},usb=off`, '-accel', acceleration],
    ...['-cpu', acceleration === 'kvm' ? 'host' : 'max'],
    ...['-smp', `cpus=${guest.vcpus},sockets=${guest.vcpus},cores=1,threads=1`, '-m', `size=${guest.memoryMb}M`],
    ...['-rtc', `base=${guest.isLocalTime ? 'localtime' : 'utc'}`, '-boot', 'strict=on'],
    ...[
      '-chardev',
      `socket,id=monitor0,path=${QMP_SOCKET},server=on,wait=off`,
      '-mon',
      'chardev=monitor0,mode=control',
    ],
    ...['-chardev', `file,id=serial0,path=${CONSOLE_LOG},append=on`],
    ...json('-device', [{ driver: 'isa-serial', id: 'com1', chardev: 'serial0' }]),
    ...(vnc === undefined ? [] : screen(guest, vnc)),
    ...(guest.kernel === null ? [] : ['-kernel', guest.kernel]),
    ...(guest.ramdisk === null ? [] : ['-initrd', guest.ramdisk]),
    ...(guest.kernelCommandLine === null ? [] : ['-append', guest.kernelCommandLine]),
    ...json('-device', diskControllers(guest.machine, guest.hasScsi)),
    ...json('-blockdev', guest.disks.map(blockNode)),
    ...json(
      '-device',
      bootDisks(guest).map((disk) => diskDevice(guest.machine, disk)),
    ),
    ...(savedMemory === undefined ? [] : ['-incoming', `exec:cat ${quoteForShell(savedMemory)}`]),
  ];
}

/** With a kernel of its own the guest is started from that, which has the first place of the order then. */
function bootDisks({ disks, kernel }: GuestDefinition): readonly DiskDefinition[] {
  return kernel === null ? disks : disks.map((disk) => ({ ...disk, bootIndex: null }));
}

function screen(guest: GuestDefinition, { listen }: NonNullable<QemuSettings['vnc']>): string[] {
  const bus = guest.machine === 'pc' ? 'pci.0' : 'pcie.0';
  const host = listen.includes(':') ? `[${listen}]` : listen;
  return [
    ...['-device', JSON.stringify({ driver: 'VGA', id: 'video0', bus, addr: `0x${SCREEN_SLOT.toString(16)}` })],
    ...['-vnc', `${escapeCommas(host)}:0,to=${DISPLAYS}`],
  ];
}

function escapeCommas(text: string): string {
  return text.replaceAll(',', ',,');
}

/** A word of a shell that means just what it says. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
