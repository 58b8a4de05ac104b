// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { instanceEvent, type InstanceDetails } from '../../notifications/instance-payloads.js';
import { instanceUsage } from '../../notifications/instance-usage.js';
import { objectOf } from '../../object-values.js';
import type { ComputeContext } from './compute-context.js';

/**
 * Tells those who listen, in both formats: `compute.instance.<event>` and its versioned counterpart.
 * @param event - `create.start`, `power_off.end`, `create.error`, …
 * @param more - of the older format
 * @param details - of the versioned one
 */
export async function notify(
  compute: ComputeContext,
  context: NovaContext,
  instance: InstanceValues,
  event: string,
  more: ObjectValues = {},
  details: EventDetails = {},
): Promise<void> {
  const level = event.endsWith('.error') ? 'error' : 'info';
  await compute.notifications[level](context, 'compute', `compute.instance.${event}`, {
    ...instanceUsage(instance),
    ...more,
  });
  if (compute.versioned.isWanted) await notifyVersioned(compute, context, instance, event, details);
}

type EventDetails = Omit<InstanceDetails, 'instanceName' | 'devices'>;

async function notifyVersioned(
  { versioned, store, guests, settings, logger }: ComputeContext,
  context: NovaContext,
  instance: InstanceValues,
  event: string,
  details: EventDetails,
): Promise<void> {
  const told = instanceEvent(event);
  if (told === undefined) return;
  try {
    const isAsked = told.tellsDevices || settings.bdms_in_notifications;
    const payload = told.payload(context, instance, {
      ...details,
      instanceName: guests.identity(instance).name,
      devices: isAsked ? await store.devices(context, instance.uuid) : null,
    });
    await versioned.emit(context, told.eventType, payload, { isError: told.isError });
  } catch (error) {
    // Who listens is no reason for a server to fail.
    logger.warning(`The notification ${told.eventType} of ${instance.uuid} could not be made: ${String(error)}`);
  }
}

/** Tells the schedulers that a server is here, or is no more. */
export async function tellSchedulers(
  { scheduler, settings, host }: ComputeContext,
  context: NovaContext,
  instance: InstanceValues,
  isHere: boolean,
): Promise<void> {
  if (!settings.track_instance_changes) return;
  if (isHere)
    await scheduler.updateInstanceInfo(context, host, objectOf('InstanceList', { objects: [{ ...instance, host }] }));
  else await scheduler.deleteInstanceInfo(context, host, instance.uuid);
}
