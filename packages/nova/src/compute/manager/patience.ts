// SPDX-License-Identifier: Apache-2.0
import type { InstanceValues } from '../../instances/instance.js';
import type { ShutdownPatience } from '../drivers/compute-driver.js';

/** How long a guest is asked to shut down: its image's `os_shutdown_timeout` goes before the option; 0 where not clean. */
export function patienceOf(
  { system_metadata: metadata = {} }: InstanceValues,
  settings: { readonly shutdown_timeout: number; readonly shutdown_retry_interval: number },
  isClean = true,
): ShutdownPatience {
  const own = Number(metadata.image_os_shutdown_timeout ?? settings.shutdown_timeout);
  return {
    timeout: isClean ? (Number.isFinite(own) ? own : settings.shutdown_timeout) : 0,
    retryInterval: settings.shutdown_retry_interval,
  };
}
