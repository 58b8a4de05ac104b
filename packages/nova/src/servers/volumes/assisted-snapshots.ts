// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { ConnectedCell, ConnectedCells } from '../../cells/connected-cells.js';
import { Invalid } from '../../errors/base.js';
import { InstanceInvalidState, InstanceNotReady, VolumeBDMNotFound } from '../../errors/instances.js';
import { VolumeBDMIsMultiAttach } from '../../errors/volume.js';
import type { InstanceValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import { instanceObject } from '../instance-object.js';
import { ACTION_PARTS } from '../server-finder.js';
import { checkServer } from '../state-checks.js';

interface HolderOfVolume {
  readonly instance: InstanceValues;
  readonly cell: ConnectedCell;
}

/**
 * Snapshots of volumes whose files only the hypervisor can work on while a guest has them open: the Block Storage service
 * asks for them (nova 26, compute/api.py, volume_snapshot_create and volume_snapshot_delete).
 */
export class AssistedSnapshots {
  readonly #cells: ConnectedCells;

  constructor(cells: ConnectedCells) {
    this.#cells = cells;
  }

  /** Throws `Invalid` where no server has the volume, more than one has it, or it is busy. */
  async create(context: RequestContext, volumeId: string, createInfo: ObjectValues): Promise<void> {
    const { instance, cell } = await this.#ready(context, volumeId, 'volume_snapshot_create');
    await cell.compute.volumeSnapshotCreate(context, instanceObject(instance), volumeId, createInfo);
  }

  /** Throws as `create`. A file in the middle of a chain is merged by a guest that runs, and by nobody else. */
  async delete(
    context: RequestContext,
    snapshotId: string,
    { volumeId, deleteInfo }: { readonly volumeId: string; readonly deleteInfo: ObjectValues },
  ): Promise<void> {
    const action = 'volume_snapshot_delete';
    const { instance, cell } = await this.#ready(context, volumeId, action);
    const isMerge = (deleteInfo.merge_target_file ?? null) !== null;
    if (isMerge && instance.vm_state !== vmStates.active)
      throw invalid(new InstanceInvalidState(instance.uuid, 'vm_state', instance.vm_state, action));
    const message = { volumeId, snapshotId, deleteInfo };
    await cell.compute.volumeSnapshotDelete(context, instanceObject(instance), message);
  }

  /** The server that has a volume, whoever's it is: who may ask is an administrator. */
  async #ready(context: RequestContext, volumeId: string, action: string): Promise<HolderOfVolume> {
    const holder = await this.#holder(volumeId);
    try {
      checkServer(context, holder.instance, { action, needsHost: true, respectsLock: false });
    } catch (error) {
      throw invalid(error);
    }
    return holder;
  }

  async #holder(volumeId: string): Promise<HolderOfVolume> {
    for (const cell of await this.#cells.all()) {
      const [device, other] = await cell.devices.ofVolumeAnywhere(volumeId);
      if (device === undefined) continue;
      if (other !== undefined) throw new VolumeBDMIsMultiAttach(volumeId);
      return { instance: await cell.instances.get(device.instance_uuid, ACTION_PARTS), cell };
    }
    throw new Invalid(new VolumeBDMNotFound(volumeId).message);
  }
}

/** Upstream has no 409 of this route, and says the same with 400. */
function invalid(error: unknown): unknown {
  if (!(error instanceof InstanceInvalidState || error instanceof InstanceNotReady)) return error;
  return new Invalid(error.message, { cause: error });
}
