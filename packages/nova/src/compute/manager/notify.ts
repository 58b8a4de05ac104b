// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { instanceUsage } from '../../notifications/instance-usage.js';
import { objectOf } from '../../object-values.js';
import type { ComputeContext } from './compute-context.js';

/** Tells those who listen: `compute.instance.<event>`. @param event - `create.start`, `power_off.end`, `create.error`, … */
export async function notify(
  { notifications }: ComputeContext,
  context: NovaContext,
  instance: InstanceValues,
  event: string,
  more: ObjectValues = {},
): Promise<void> {
  await notifications[event.endsWith('.error') ? 'error' : 'info'](context, 'compute', `compute.instance.${event}`, {
    ...instanceUsage(instance),
    ...more,
  });
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
