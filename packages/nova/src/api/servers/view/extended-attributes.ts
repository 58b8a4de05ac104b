// SPDX-License-Identifier: Apache-2.0
import { instanceName, type InstanceValues } from '../../../instances/instance.js';
import { isSince } from '../../microversion.js';
import type { ServerViewOptions } from './server-view.js';

/** Where a server is, and from 2.3 on more of what it was made with. */
export function extendedAttributes(instance: InstanceValues, options: ServerViewOptions): Record<string, unknown> {
  const { request, nameTemplate, userData = true } = options;
  const more = isSince(request, '2.3')
    ? {
        reservation_id: instance.reservation_id,
        launch_index: instance.launch_index,
        hostname: instance.hostname,
        kernel_id: instance.kernel_id,
        ramdisk_id: instance.ramdisk_id,
        root_device_name: instance.root_device_name,
        ...(userData ? { user_data: instance.user_data } : {}),
      }
    : {};
  const values = {
    host: instance.host,
    // A server without a number waits for its cell, and has no name at a hypervisor.
    instance_name: (instance.id as number | undefined) === undefined ? '' : instanceName(nameTemplate, instance),
    hypervisor_hostname: instance.node,
    ...more,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`OS-EXT-SRV-ATTR:${name}`, value ?? null]));
}
