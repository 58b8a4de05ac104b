// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { NotFound } from '../../errors/base.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { ExtendVolumeNotSupported } from '../drivers/errors.js';
import { powerStates } from '../drivers/power-state.js';
import { isRemote } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';
import type { Interfaces } from './interfaces.js';
import { operate } from './operation.js';
import type { PowerOperations } from './power.js';
import { guestVolumeOf } from './volume-connections.js';

/** Values of upstream's InstanceExternalEvent. */
export interface ExternalEventValues {
  readonly name: string;
  readonly instance_uuid: string;
  readonly status: string | null;
  readonly tag: string | null;
}

/** There is no message of its own: the event's was acknowledged. */
const NO_MESSAGE: IncomingMessage = { raw: {}, redelivered: false, acknowledge: async () => undefined };
const GIB = 1024 ** 3;
const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;

/** What other services tell of servers of this host (nova 26, compute/manager.py, external_instance_event). */
export class HostEvents {
  readonly #compute: ComputeContext;
  readonly #interfaces: Interfaces;
  readonly #power: PowerOperations;

  constructor(compute: ComputeContext, interfaces: Interfaces, power: PowerOperations) {
    this.#compute = compute;
    this.#interfaces = interfaces;
    this.#power = power;
  }

  /** One that fails does not keep the others from being seen to. */
  async take(context: NovaContext, events: readonly ExternalEventValues[]): Promise<void> {
    const { logger } = this.#compute;
    for (const event of events)
      try {
        await this.#one(context, event);
      } catch (error) {
        const text = `Failed to process external instance event ${event.name}-${event.tag ?? ''}`;
        if (error instanceof NotFound || isRemote(error, 'InstanceNotFound')) logger.info(text);
        else logger.error(text, error);
      }
  }

  async #one(context: NovaContext, { name, tag, instance_uuid: uuid }: ExternalEventValues): Promise<void> {
    if (name === 'network-changed') await this.#interfaces.refresh(context, uuid);
    else if (name === 'network-vif-deleted') await this.#interfaces.forget(context, uuid, tag);
    else if (name === 'volume-extended') await this.#extendVolume(context, uuid, tag ?? '');
    else if (name === 'power-update') await this.#updatePower(context, uuid, tag);
    // Ports are plugged, volumes written and accelerators bound before anything waits for it here.
    else this.#compute.logger.debug(`Received event ${name}-${tag ?? ''} that nothing waits for`);
  }

  async #extendVolume(context: NovaContext, uuid: string, volumeId: string): Promise<void> {
    const options = { name: 'extend_volume', revertsTask: false };
    await operate(this.#compute, context, uuid, options, async () => {
      const { store, driver, guests, volumes, logger } = this.#compute;
      const devices = await store.devices(context, uuid);
      const device = devices.find(({ volume_id: id }) => id === volumeId);
      if (device === undefined) {
        logger.warning(`Extend volume failed, volume ${volumeId} is not attached to instance.`);
        return;
      }
      const volume = guestVolumeOf(device);
      if (volume === undefined) {
        logger.warning(`Extend volume failed, attached volume ${volumeId} has no connection_info`);
        return;
      }
      const { size } = await volumes.get(context, volumeId);
      await store.saveDevice(context, device, { volume_size: size });
      if (!driver.capabilities.supportsExtendVolume) throw new ExtendVolumeNotSupported();
      const instance = await store.instance(context, uuid, PARTS);
      await driver.extendVolume(await guests.describe(context, instance, { devices }), volume, size * GIB);
    });
  }

  /** @param target - `POWER_ON` or `POWER_OFF` */
  async #updatePower(context: NovaContext, uuid: string, target: string | null): Promise<void> {
    const { store, logger } = this.#compute;
    const instance = await store.instance(context, uuid, PARTS);
    const isOn = target === 'POWER_ON';
    if (!(isOn ? canStart(instance) : target === 'POWER_OFF' && canStop(instance))) {
      logger.info(`The power-update ${target ?? ''} event for instance ${uuid} is a no-op`);
      return;
    }
    try {
      const task = isOn ? taskStates.poweringOn : taskStates.poweringOff;
      await store.saveInstance(context, instance, { task_state: task }, null);
    } catch (error) {
      if (!isRemote(error, 'UnexpectedTaskStateError', 'UnexpectedDeletingTaskStateError')) throw error;
      logger.info(`The power-update event of instance ${uuid} was possibly preempted`);
      return;
    }
    if (isOn) await this.#power.start(context, uuid, NO_MESSAGE);
    else await this.#power.stop(context, uuid, true, NO_MESSAGE);
  }
}

function canStart({ vm_state: state, task_state: task, power_state: power }: InstanceValues): boolean {
  return task === null && state === vmStates.stopped && power === powerStates.shutdown;
}

function canStop({ vm_state: state, task_state: task, power_state: power }: InstanceValues): boolean {
  return task === null && state === vmStates.active && power === powerStates.running;
}
