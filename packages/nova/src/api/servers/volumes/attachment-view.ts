// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { BlockDeviceMappingValues } from '../../../instances/instance.js';
import { isSince } from '../../microversion.js';

/** A volume of a server. */
export function attachmentView(device: BlockDeviceMappingValues, request: Request): Record<string, unknown> {
  const withIds = isSince(request, '2.89');
  return {
    ...(withIds ? {} : { id: device.volume_id }),
    volumeId: device.volume_id,
    serverId: device.instance_uuid,
    ...((device.device_name ?? '') === '' ? {} : { device: device.device_name }),
    ...(isSince(request, '2.70') ? { tag: device.tag } : {}),
    ...(isSince(request, '2.79') ? { delete_on_termination: device.delete_on_termination ?? false } : {}),
    ...(withIds ? { attachment_id: device.attachment_id, bdm_uuid: device.uuid } : {}),
  };
}
