// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { UnsupportedHardware, UnsupportedMachineType, VirtualInterfacePlugException } from '../errors.js';
import type { GuestDescription, GuestVolume } from '../guest.js';
import { freePlace } from './disk-places.js';
import type { DiskBus, DiskDefinition, DiskRole, GuestDefinition, MachineType } from './guest-definition.js';

const MIB = 1024 * 1024;

/** A disk before it has a place. */
export type UnplacedDisk = Omit<DiskDefinition, 'place'>;

/** What was made for a guest, or fetched, before it can be defined. */
export interface GuestParts {
  readonly host: string;
  /** Of the folder's files. */
  readonly pathOf: (name: string) => string;
  /** Bytes; undefined where the guest has no disk of an image. */
  readonly rootSize: number | undefined;
  readonly hasConfigDrive: boolean;
  readonly kernel: string | null;
  readonly ramdisk: string | null;
  readonly bases: readonly string[];
  readonly volumePaths: ReadonlyMap<string, { readonly path: string; readonly isBlockDevice: boolean }>;
}

/**
 * The machine that a guest is.
 * @param previous - as it was before: disks that it had keep their places
 * @throws UnsupportedMachineType, UnsupportedHardware, TooManyDiskDevices; VirtualInterfacePlugException for one with ports
 */
export function defineGuest(
  guest: GuestDescription,
  parts: GuestParts,
  previous: GuestDefinition | undefined,
): GuestDefinition {
  if (guest.interfaces.length > 0) throw new VirtualInterfacePlugException();
  const properties = guest.imageProperties;
  const machine = machineOf(properties.hw_machine_type);
  const disks = placeDisks(machine, unplacedDisks(guest, parts), previous?.disks ?? []);
  return {
    uuid: guest.uuid,
    name: guest.name,
    host: parts.host,
    machine,
    vcpus: guest.flavor.vcpus,
    memoryMb: guest.flavor.memoryMb,
    isLocalTime: properties.os_type === 'windows',
    disks,
    hasScsi: disks.some(({ bus }) => bus === 'scsi'),
    kernel: parts.kernel,
    ramdisk: parts.ramdisk,
    kernelCommandLine: parts.kernel === null ? null : kernelCommandLine(properties.os_command_line, guest.rootDevice),
    bases: parts.bases,
    isRescue: false,
  };
}

/** What a kernel is told that is started without a boot loader: what its image says, or where the root disk is. */
export function kernelCommandLine(ofImage: string | undefined, rootDevice: string): string {
  return ofImage ?? `root=${rootDevice} console=tty0 console=ttyS0`;
}

/** The disks of a guest, each with a place; what was there before keeps its own. Throws `TooManyDiskDevices`. */
export function placeDisks(
  machine: MachineType,
  disks: readonly UnplacedDisk[],
  previous: readonly DiskDefinition[],
): DiskDefinition[] {
  const wantedPlace = (disk: UnplacedDisk): number | undefined =>
    previous.find(
      (one) =>
        one.bus === disk.bus &&
        one.role === disk.role &&
        (one.id === disk.id || (one.mountDevice !== '' && one.mountDevice === disk.mountDevice)),
    )?.place;
  const placed: DiskDefinition[] = [];
  // Those that had a place go first, so that nobody takes it from them.
  for (const isOld of [true, false])
    for (const disk of disks) {
      const wanted = wantedPlace(disk);
      if ((wanted !== undefined) === isOld)
        placed.push({ ...disk, place: freePlace(machine, disk.bus, placed, wanted) });
    }
  return disks.flatMap(({ id }) => placed.filter((one) => one.id === id));
}

/** A volume as a disk. Throws `UnsupportedHardware`. */
export function volumeDisk(
  guest: GuestDescription,
  volume: GuestVolume,
  file: { readonly path: string; readonly isBlockDevice: boolean },
): UnplacedDisk {
  const isCdrom = volume.deviceType === 'cdrom';
  // QEMU's names are 31 characters at most.
  const id = `vol-${createHash('sha1').update(volume.volumeId).digest('hex').slice(0, 24)}`;
  return {
    id,
    node: id,
    role: 'volume',
    ...file,
    format: 'raw',
    isReadOnly: volume.isReadOnly || isCdrom,
    isShared: volume.isMultiattach,
    device: isCdrom ? 'cdrom' : 'disk',
    bus: diskBus(guest, volume.diskBus, isCdrom),
    bootIndex: volume.bootIndex !== null && volume.bootIndex >= 0 ? volume.bootIndex : null,
    serial: volume.volumeId,
    mountDevice: volume.mountDevice,
    volumeId: volume.volumeId,
    size: null,
  };
}

/** A disk in the guest's folder. Throws `UnsupportedHardware`. */
export function localDisk(
  guest: GuestDescription,
  role: Exclude<DiskRole, 'volume'>,
  disk: Pick<DiskDefinition, 'path' | 'format' | 'size' | 'mountDevice'> & {
    readonly id: string;
    readonly bus?: string | null;
    readonly bootIndex?: number;
    readonly isCdrom?: boolean;
  },
): UnplacedDisk {
  const { id, bus = null, bootIndex = null, isCdrom = false, ...rest } = disk;
  return {
    ...rest,
    id,
    node: id,
    role,
    isBlockDevice: false,
    isReadOnly: isCdrom,
    isShared: false,
    device: isCdrom ? 'cdrom' : 'disk',
    bus: diskBus(guest, bus, isCdrom),
    bootIndex,
    serial: null,
    volumeId: null,
  };
}

/** The name of an ephemeral or swap disk's file, by its place among the guest's disks. */
export function diskFileName(guest: GuestDescription, index: number): string {
  const disk = guest.disks[index];
  if (disk?.kind === 'swap') return 'disk.swap';
  return `disk.eph${guest.disks.slice(0, index).filter(({ kind }) => kind === 'ephemeral').length}`;
}

function unplacedDisks(guest: GuestDescription, parts: GuestParts): UnplacedDisk[] {
  const disks: UnplacedDisk[] = [];
  if (parts.rootSize !== undefined)
    disks.push(
      localDisk(guest, 'root', {
        id: 'disk-root',
        path: parts.pathOf('disk'),
        format: 'qcow2',
        size: parts.rootSize,
        mountDevice: guest.rootDevice,
        bootIndex: 0,
        isCdrom: guest.image?.diskFormat === 'iso',
      }),
    );
  const volumes = guest.volumes.flatMap((volume) => {
    const file = parts.volumePaths.get(volume.volumeId);
    return file === undefined ? [] : [volumeDisk(guest, volume, file)];
  });
  const isFirst = (disk: UnplacedDisk): boolean => disk.bootIndex === 0;
  disks.push(...volumes.filter(isFirst));
  for (const [index, { kind, sizeMb, mountDevice, diskBus: bus }] of guest.disks.entries()) {
    const name = diskFileName(guest, index);
    disks.push(
      localDisk(guest, kind, {
        id: name.replace('disk.', 'disk-'),
        path: parts.pathOf(name),
        format: 'raw',
        size: sizeMb * MIB,
        mountDevice,
        bus,
      }),
    );
  }
  const rest = volumes.filter((disk) => !isFirst(disk));
  disks.push(...rest.sort((a, b) => byDevice(a.mountDevice, b.mountDevice)));
  if (parts.hasConfigDrive) disks.push(configDisk(guest, parts.pathOf('disk.config')));
  return disks;
}

/** The config drive, which a guest knows by the label of its file system. */
function configDisk(guest: GuestDescription, path: string): UnplacedDisk {
  return localDisk(guest, 'config', {
    id: 'disk-config',
    path,
    format: 'raw',
    size: null,
    mountDevice: '',
    isCdrom: true,
  });
}

/** `/dev/vdb` before `/dev/vdaa`. */
function byDevice(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function diskBus(guest: GuestDescription, wanted: string | null, isCdrom: boolean): DiskBus {
  const { hw_cdrom_bus: cdrom, hw_disk_bus: disk } = guest.imageProperties;
  const name = wanted ?? (isCdrom ? (cdrom ?? 'ide') : (disk ?? 'virtio'));
  if (name === 'sata' || name === 'ide') return 'ide';
  // A virtio disk is no drive that a medium lies in.
  if (name === 'scsi' || (name === 'virtio' && !isCdrom)) return name;
  throw new UnsupportedHardware(name, 'qemu');
}

function machineOf(wanted: string | undefined): MachineType {
  if (wanted === undefined || wanted === 'pc') return 'pc';
  if (wanted === 'q35') return 'q35';
  throw new UnsupportedMachineType(wanted);
}
