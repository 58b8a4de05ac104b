// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../../errors/base.js';
import { InstanceInvalidState, VolumeBDMNotFound } from '../../errors/instances.js';
import { VolumeNotAttached } from '../../errors/server-actions.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import type { Volumes } from '../../volume/volumes.js';
import type { PlacedServer, Server } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import type { AttachOrder, VolumeAttach } from './volume-attach.js';
import type { VolumeDetach } from './volume-detach.js';
import type { VolumeSwap } from './volume-swap.js';

export interface VolumeAttachmentsInit {
  readonly finder: ServerFinder;
  readonly volumes: Volumes;
  readonly attach: VolumeAttach;
  readonly detach: VolumeDetach;
  readonly swap: VolumeSwap;
}

/** What a caller says that an attachment is, or is to be. */
export interface AttachmentChange {
  readonly volumeId: string;
  readonly id?: string | undefined;
  readonly serverId?: string | undefined;
  readonly device?: string | null | undefined;
  readonly tag?: string | undefined;
  readonly deleteOnTermination?: boolean | undefined;
}

const RULE = 'os_compute_api:os-volumes-attachments';

/** In which volumes come and go. */
const CHANGEABLE = [
  vmStates.active,
  vmStates.paused,
  vmStates.stopped,
  vmStates.resized,
  vmStates.softDeleted,
  vmStates.shelved,
  vmStates.shelvedOffloaded,
] as const;

/** The volumes of servers (nova 26, api/openstack/compute/volumes.py). */
export class VolumeAttachments {
  readonly #init: VolumeAttachmentsInit;

  constructor(init: VolumeAttachmentsInit) {
    this.#init = init;
  }

  /** Its block devices, those that are no volumes among them. Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async list(context: RequestContext, uuid: string): Promise<readonly BlockDeviceMappingValues[]> {
    return devicesOf(await this.#init.finder.get(context, uuid, `${RULE}:index`, { parts: [] }));
  }

  /** Throws `VolumeNotAttached` too. */
  async get(context: RequestContext, uuid: string, volumeId: string): Promise<BlockDeviceMappingValues> {
    const server = await this.#init.finder.get(context, uuid, `${RULE}:show`, { parts: [] });
    const found = (await devicesOf(server)).find((device) => device.volume_id === volumeId);
    if (found === undefined) throw new VolumeNotAttached(uuid, volumeId);
    return found;
  }

  /**
   * The name that the device gets; null where nobody knows it yet.
   * Throws `VolumeNotFound`, `InvalidVolume`, `InstanceIsLocked`, `InstanceInvalidState`, and the host's errors.
   * @param toShelved - whether a server that is shelved takes volumes: from 2.20 on
   */
  async attach(
    context: RequestContext,
    uuid: string,
    order: AttachOrder,
    { toShelved }: { readonly toShelved: boolean },
  ): Promise<string | null> {
    const server = await this.#init.finder.get(context, uuid, `${RULE}:create`);
    checkShelved(server, toShelved, 'attach_volume');
    checkServer(context, server.instance, { action: 'attach_volume', vmStates: CHANGEABLE });
    return this.#init.attach.run(context, placed(server), order);
  }

  /** Throws as `attach`, `VolumeNotAttached`, and `Invalid` for the volume that the server boots from. */
  async detach(
    context: RequestContext,
    uuid: string,
    volumeId: string,
    { toShelved }: { readonly toShelved: boolean },
  ): Promise<void> {
    const found = await this.#init.finder.get(context, uuid, `${RULE}:delete`);
    checkShelved(found, toShelved, 'detach_volume');
    const server = placed(found);
    const volume = await this.#init.volumes.get(context, volumeId);
    const device = await deviceAt(server, volumeId);
    if (device.boot_index === 0) throw new Invalid('Cannot detach a root device volume');
    checkServer(context, server.instance, { action: 'detach_volume', vmStates: CHANGEABLE });
    await this.#init.detach.run(context, server, volume, device);
  }

  /**
   * Puts another volume in the place of one, and from 2.85 on changes what becomes of it with the server.
   * Throws as `attach`, and `Invalid` for what cannot be changed.
   */
  async update(
    context: RequestContext,
    uuid: string,
    volumeId: string,
    change: AttachmentChange,
    { onlySwaps }: { readonly onlySwaps: boolean },
  ): Promise<void> {
    const { finder, swap } = this.#init;
    const isSwap = onlySwaps || volumeId !== change.volumeId;
    const found = await finder.get(context, uuid, `${RULE}:${isSwap ? 'swap' : 'update'}`);
    const server = placed(found);
    const keep = onlySwaps ? undefined : await checkedChange(server, volumeId, change);
    // Upstream keeps the change first; a swap that is refused changes nothing here.
    if (isSwap) await swap.run(context, server, volumeId, change.volumeId);
    await keep?.();
  }
}

/** What keeps the change of a device. Throws `VolumeBDMNotFound`, and `Invalid` for what cannot be changed. */
async function checkedChange(
  { instance, cell }: PlacedServer,
  volumeId: string,
  change: AttachmentChange,
): Promise<() => Promise<unknown>> {
  const device = await cell.devices.ofVolume(volumeId, instance.uuid);
  const { id, serverId, device: name, tag, deleteOnTermination } = change;
  const same = (field: string, given: unknown, actual: unknown): void => {
    if (given !== undefined && given !== actual) throw new Invalid(`The ${field} property is not mutable`);
  };
  same('id', id, volumeId);
  same('serverId', serverId, instance.uuid);
  same('device', name, device.device_name);
  same('tag', tag, device.tag);
  if (deleteOnTermination === undefined) return () => Promise.resolve();
  return () => cell.devices.save(device.id, { delete_on_termination: deleteOnTermination });
}

async function devicesOf({ cell, instance, request }: Server): Promise<readonly BlockDeviceMappingValues[]> {
  if (cell !== null) return cell.devices.ofInstances([instance.uuid]);
  return (request?.block_device_mappings.objects ?? []) as readonly BlockDeviceMappingValues[];
}

async function deviceAt({ cell, instance }: PlacedServer, volumeId: string): Promise<BlockDeviceMappingValues> {
  try {
    return await cell.devices.ofVolume(volumeId, instance.uuid);
  } catch (error) {
    throw error instanceof VolumeBDMNotFound ? new VolumeNotAttached(instance.uuid, volumeId) : error;
  }
}

function checkShelved({ instance }: Server, toShelved: boolean, action: string): void {
  const { vm_state: state, uuid } = instance;
  if (!toShelved && (state === vmStates.shelved || state === vmStates.shelvedOffloaded))
    throw new InstanceInvalidState(uuid, 'vm_state', state, action);
}
