// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { NovaContext } from '../../context.js';
import { InstancePasswordSetFailed } from '../../errors/compute-work.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { NotImplementedError, SetAdminPasswdNotSupported } from '../drivers/errors.js';
import type { GuestDescription } from '../drivers/guest.js';
import { powerStates } from '../drivers/power-state.js';
import type { ComputeContext } from './compute-context.js';
import { notify } from './notify.js';
import { operate } from './operation.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;

/** Milliseconds between two looks at a snapshot that is being made. */
const SNAPSHOT_INTERVAL = 500;

/** What is done inside of a guest that runs (nova 26, compute/manager.py). */
export class GuestActions {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /**
   * Rejects with `InstancePasswordSetFailed`, which tells nothing of the password, with `SetAdminPasswdNotSupported`, and
   * with `NotImplementedError` where the driver has nothing for it.
   */
  async setPassword(context: NovaContext, uuid: string, password: string): Promise<void> {
    await operate(this.#compute, context, uuid, { name: 'set_admin_password' }, async () => {
      const { store, driver, logger } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      if ((await driver.powerState(uuid)) !== powerStates.running)
        throw new InstancePasswordSetFailed(uuid, `instance ${uuid} is not running`);
      try {
        await driver.setAdminPassword(await this.#describe(context, instance), password);
      } catch (error) {
        if (error instanceof SetAdminPasswdNotSupported) throw error;
        if (error instanceof NotImplementedError)
          throw new NotImplementedError('set_admin_password is not implemented by this driver or guest instance.');
        logger.error('set_admin_password failed', error);
        throw new InstancePasswordSetFailed(uuid, 'error setting admin password');
      }
      await store.saveInstance(context, instance, { task_state: null }, taskStates.updatingPassword);
    });
  }

  async crashDump(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'trigger_crash_dump', revertsTask: false }, async () => {
      const { store, driver } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'trigger_crash_dump.start');
      await driver.triggerCrashDump(uuid);
      await notify(this.#compute, context, instance, 'trigger_crash_dump.end');
    });
  }

  /** Holds the guest's file systems still. */
  async quiesce(context: NovaContext, uuid: string): Promise<void> {
    const { store, driver } = this.#compute;
    await driver.quiesce(await this.#describe(context, await store.instance(context, uuid, PARTS)));
  }

  /** @param snapshotIds - those that are waited for before */
  async unquiesce(context: NovaContext, uuid: string, snapshotIds: readonly string[]): Promise<void> {
    const { store, driver, logger } = this.#compute;
    try {
      for (const id of snapshotIds) await this.#made(context, id);
    } catch (error) {
      logger.error('Exception while waiting completion of volume snapshots', error);
    }
    await driver.unquiesce(await this.#describe(context, await store.instance(context, uuid, PARTS)));
  }

  async #made(context: NovaContext, snapshotId: string): Promise<void> {
    const { volumes } = this.#compute;
    while ((await volumes.getSnapshot(context, snapshotId)).status === 'creating') await sleep(SNAPSHOT_INTERVAL);
  }

  async #describe(context: NovaContext, instance: InstanceValues): Promise<GuestDescription> {
    const { store, guests } = this.#compute;
    return guests.describe(context, instance, { devices: await store.devices(context, instance.uuid) });
  }
}
