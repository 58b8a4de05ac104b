// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { NewBlockDevice } from '../../instances/block-device-repository.js';
import type { Volumes } from '../../volume/volumes.js';

/**
 * Gives the volumes of a server back that no host does it for, and deletes those that go with it. A volume service that
 * does not answer keeps no server alive: what it says is logged (nova 26, compute/api.py, _local_cleanup_bdm_volumes).
 */
export async function giveBackVolumes(
  context: RequestContext,
  devices: readonly NewBlockDevice[],
  { volumes, logger }: { readonly volumes: Volumes; readonly logger: Logger },
): Promise<void> {
  for (const device of devices) {
    const { volume_id: volumeId, attachment_id: attachmentId, delete_on_termination: goes } = device;
    if (device.destination_type !== 'volume') continue;
    try {
      if (typeof attachmentId === 'string') await volumes.deleteAttachment(context, attachmentId);
      if (goes === true && typeof volumeId === 'string') await volumes.delete(context, volumeId);
    } catch (error) {
      logger.warning(
        `Ignoring volume cleanup failure due to ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
