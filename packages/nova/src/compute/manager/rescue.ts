// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { NovaContext } from '../../context.js';
import { InstanceNotRescuable } from '../../errors/compute.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { ComputeContext } from './compute-context.js';
import { imagePropertiesOf } from './guests.js';
import { notify } from './notify.js';
import { operate } from './operation.js';
import { patienceOf } from './patience.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs'] as const;

/** Servers that are started from another image, to be mended (nova 26, compute/manager.py, rescue_instance). */
export class RescueInstance {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /** @param imageRef - null for the image that the server was made of */
  async rescue(
    context: NovaContext,
    uuid: string,
    { imageRef, password, isClean }: { imageRef: string | null; password: string | null; isClean: boolean },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'rescue_instance' }, async () => {
      const { store, driver, guests, images, settings } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      const image = await images.show(context, this.#imageOf(instance, imageRef));
      const told = [{ rescue_image_name: image.name ?? '' }, { rescueImageRef: image.id }] as const;
      await notify(this.#compute, context, instance, 'rescue.start', ...told);
      const devices = await store.devices(context, uuid);
      const guest = await guests.describe(context, instance, { devices });
      const rescue = await guests.describe(context, instance, { devices, image, adminPassword: password });
      try {
        await driver.powerOff(guest, patienceOf(instance, settings, isClean));
        await driver.rescue(guest, rescue);
      } catch (error) {
        throw new InstanceNotRescuable(uuid, `Driver Error: ${(error as Error).message}`, { cause: error });
      }
      const rescued = await store.saveInstance(
        context,
        instance,
        {
          vm_state: vmStates.rescued,
          task_state: null,
          power_state: await driver.powerState(uuid),
          launched_at: now(),
        },
        taskStates.rescuing,
      );
      await notify(this.#compute, context, rescued, 'rescue.end', ...told);
    });
  }

  async unrescue(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'unrescue_instance' }, async () => {
      const { store, driver, guests } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'unrescue.start');
      await driver.unrescue(await guests.describe(context, instance, { devices: await store.devices(context, uuid) }));
      const mended = await store.saveInstance(
        context,
        instance,
        { vm_state: vmStates.active, task_state: null, power_state: await driver.powerState(uuid) },
        taskStates.unrescuing,
      );
      await notify(this.#compute, context, mended, 'unrescue.end');
    });
  }

  #imageOf(instance: InstanceValues, asked: string | null): string {
    const own = instance.image_ref === '' ? null : instance.image_ref;
    const found = asked ?? own ?? imagePropertiesOf(instance).base_image_ref;
    if (found === undefined || found === '')
      throw new InstanceNotRescuable(instance.uuid, 'Cannot find an image to rescue it with');
    return found;
  }
}
