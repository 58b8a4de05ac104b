// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { DeviceDetachFailed, DiskNotFound, UnsupportedHardware } from '../errors.js';
import type { GuestDescription, GuestVolume } from '../guest.js';
import { placeDisks, volumeDisk } from './define-guest.js';
import { blockNode, diskDevice, scsiController } from './disk-devices.js';
import type { DiskDefinition, GuestDefinition } from './guest-definition.js';
import type { Machine } from './machine.js';
import type { QemuSettings } from './qemu-settings.js';
import { QmpError, type QmpClient, type QmpEvent } from './qmp-client.js';
import { runJob } from './run-job.js';
import { volumeFile } from './volume-files.js';

/** Attaches volumes to guests, of which some run. */
export class VolumeAttachment {
  readonly #settings: QemuSettings;

  constructor(settings: QemuSettings) {
    this.#settings = settings;
  }

  /** A guest that does not run has it at its next start. */
  async attach(machine: Machine, guest: GuestDescription, volume: GuestVolume): Promise<void> {
    if (find(machine, volume) !== undefined) return;
    const { definition } = machine;
    const unplaced = volumeDisk(guest, volume, await volumeFile(volume));
    const disks = placeDisks(definition.machine, [...definition.disks, unplaced], definition.disks);
    const disk = disks.at(-1);
    if (disk === undefined) return;
    // Known first: a service that is ended in between finds a volume to take away, not one that nobody knows of.
    await machine.define({ ...definition, disks, hasScsi: definition.hasScsi || disk.bus === 'scsi' });
    if (!machine.isRunning) return;
    try {
      await plugIn(machine.qmp, definition, disk);
    } catch (error) {
      await machine.define(definition);
      throw error;
    }
  }

  /** Throws `DeviceDetachFailed` where the guest does not let go of it. */
  async detach(machine: Machine, volume: GuestVolume): Promise<void> {
    const disk = find(machine, volume);
    if (disk === undefined) return;
    if (machine.isRunning) await this.#unplug(machine.qmp, disk);
    const { definition } = machine;
    await machine.define({ ...definition, disks: definition.disks.filter(({ id }) => id !== disk.id) });
  }

  /** Copies what is on one volume to another while the guest goes on, which has the other then. */
  async swap(machine: Machine, guest: GuestDescription, from: GuestVolume, to: GuestVolume): Promise<void> {
    const disk = find(machine, from);
    if (disk === undefined) throw new DiskNotFound(from.mountDevice);
    const { definition, qmp } = machine;
    const { path, isBlockDevice, node, serial } = volumeDisk(guest, to, await volumeFile(to));
    const target: DiskDefinition = { ...disk, path, isBlockDevice, node, serial, volumeId: to.volumeId };
    await qmp.execute('blockdev-add', blockNode(target));
    try {
      await runJob(qmp, {
        command: 'blockdev-mirror',
        args: {
          'job-id': `swap-${randomUUID()}`,
          device: disk.node,
          target: node,
          sync: 'full',
          'copy-mode': 'write-blocking',
        },
        completesWhenReady: true,
      });
    } catch (error) {
      await dropNode(qmp, node);
      throw error;
    }
    await dropNode(qmp, disk.node);
    await machine.define({ ...definition, disks: definition.disks.map((one) => (one === disk ? target : one)) });
  }

  /** Tells the guest of a volume's size. @param size - bytes */
  async extend(machine: Machine, volume: GuestVolume, size: number): Promise<void> {
    const disk = find(machine, volume);
    if (disk === undefined) throw new DiskNotFound(volume.mountDevice);
    if (machine.isRunning) await machine.qmp.execute('block_resize', { 'node-name': disk.node, size });
  }

  /** Asks the guest to let go, as often as the operator says. Throws `DeviceDetachFailed`. */
  async #unplug(qmp: QmpClient, disk: DiskDefinition): Promise<void> {
    if (disk.bus === 'ide') throw new DeviceDetachFailed(disk.mountDevice, 'an IDE disk cannot be taken out');
    for (let attempt = 1; attempt <= this.#settings.deviceDetach.attempts; attempt += 1) {
      if (!(await this.#askToLetGo(qmp, disk.id))) continue;
      await dropNode(qmp, disk.node);
      return;
    }
    throw new DeviceDetachFailed(disk.mountDevice, 'Unable to detach the device from the live config.');
  }

  /** @returns whether it has */
  async #askToLetGo(qmp: QmpClient, id: string): Promise<boolean> {
    const isAnswer = ({ event, data }: QmpEvent): boolean =>
      (event === 'DEVICE_DELETED' || event === 'DEVICE_UNPLUG_GUEST_ERROR') && data.device === id;
    const ask = async (): Promise<void> => {
      try {
        await qmp.execute('device_del', { id });
      } catch (error) {
        // Asked before, and the guest is still at it.
        if (!(error instanceof QmpError && error.message.includes('already in the process of unplug'))) throw error;
      }
    };
    try {
      const answer = await qmp.eventAfter(isAnswer, ask, this.#settings.deviceDetach.timeout * 1000);
      return answer?.event === 'DEVICE_DELETED';
    } catch (error) {
      // It has let go between two times of asking.
      if (error instanceof QmpError && error.errorClass === 'DeviceNotFound') return true;
      throw error;
    }
  }
}

/** @param definition - as it was before */
async function plugIn(qmp: QmpClient, definition: GuestDefinition, disk: DiskDefinition): Promise<void> {
  if (disk.bus === 'ide') throw new UnsupportedHardware('ide', 'qemu');
  await qmp.execute('blockdev-add', blockNode(disk));
  try {
    if (disk.bus === 'scsi' && !definition.hasScsi) await qmp.execute('device_add', scsiController(definition.machine));
    await qmp.execute('device_add', diskDevice(definition.machine, { ...disk, bootIndex: null }));
  } catch (error) {
    await dropNode(qmp, disk.node);
    throw error;
  }
}

/** Has QEMU close a disk's file; one that it does not have is closed. */
async function dropNode(qmp: QmpClient, node: string): Promise<void> {
  try {
    await qmp.execute('blockdev-del', { 'node-name': node });
  } catch (error) {
    if (!(error instanceof QmpError && error.message.includes('Failed to find node'))) throw error;
  }
}

function find(machine: Machine, { volumeId }: GuestVolume): DiskDefinition | undefined {
  return machine.definition.disks.find((disk) => disk.volumeId === volumeId);
}
