// SPDX-License-Identifier: Apache-2.0

export type MachineType = 'pc' | 'q35';

/** What a disk is attached to. `ide` is SATA on a q35. */
export type DiskBus = 'virtio' | 'scsi' | 'ide';

export type DiskRole = 'root' | 'ephemeral' | 'swap' | 'volume' | 'config' | 'rescue';

/** A disk of a guest: a file or a block device of the host, and what the guest sees it as. */
export interface DiskDefinition {
  /** Of the device in QEMU. */
  readonly id: string;
  /** What QEMU calls the bytes; another one after a swap. */
  readonly node: string;
  readonly role: DiskRole;
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  readonly isBlockDevice: boolean;
  readonly isReadOnly: boolean;
  readonly isShared: boolean;
  readonly device: 'disk' | 'cdrom';
  readonly bus: DiskBus;
  /** Slot of the PCI bus, SCSI id or number of the IDE place. */
  readonly place: number;
  readonly bootIndex: number | null;
  readonly serial: string | null;
  /** `/dev/vdb`; '' for the config drive. */
  readonly mountDevice: string;
  readonly volumeId: string | null;
  /** Bytes of a disk that was made for the guest; null for a volume. */
  readonly size: number | null;
}

/** A guest as its folder has it (`guest.json`): all that its QEMU is started from. */
export interface GuestDefinition {
  readonly uuid: string;
  readonly name: string;
  /** The host that runs it: folders of several hosts can lie beside each other. '' between two hosts. */
  readonly host: string;
  readonly machine: MachineType;
  readonly vcpus: number;
  readonly memoryMb: number;
  readonly isLocalTime: boolean;
  readonly disks: readonly DiskDefinition[];
  /** Whether there is a controller for SCSI disks; one that was plugged in stays until the guest is started anew. */
  readonly hasScsi: boolean;
  /** Paths; null where it starts from a disk. */
  readonly kernel: string | null;
  readonly ramdisk: string | null;
  readonly kernelCommandLine: string | null;
  /** Names of the cached images that it cannot do without. */
  readonly bases: readonly string[];
  readonly isRescue: boolean;
}
