// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { NotImplementedError } from '../drivers/errors.js';
import type { ComputeContext } from './compute-context.js';

/**
 * Snapshots of volumes whose files only the hypervisor can work on. Such volumes are on file systems that libvirt's driver
 * mounts, and no driver here does; the Block Storage service is told so, as it would wait otherwise (nova 26,
 * virt/libvirt/driver.py, does the same with what fails).
 */
export class AssistedSnapshots {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /** Rejects with `NotImplementedError`. */
  create(context: NovaContext, snapshotId: string, message: IncomingMessage): Promise<void> {
    return this.#refuse(context, snapshotId, 'error', message);
  }

  /** Rejects with `NotImplementedError`. */
  delete(context: NovaContext, snapshotId: string, message: IncomingMessage): Promise<void> {
    return this.#refuse(context, snapshotId, 'error_deleting', message);
  }

  async #refuse(context: NovaContext, snapshotId: string, status: string, message: IncomingMessage): Promise<void> {
    const { volumes, logger } = this.#compute;
    await message.acknowledge();
    try {
      await volumes.updateSnapshotStatus(context, snapshotId, status);
    } catch (error) {
      logger.error(`Failed to update the status of volume snapshot ${snapshotId} to ${status}`, error);
    }
    throw new NotImplementedError();
  }
}
