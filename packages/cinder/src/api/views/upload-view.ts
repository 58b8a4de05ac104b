// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Image } from '../../image/glance-client.js';
import type { VolumeTypeRow } from '../../volume-types/volume-type-repository.js';
import type { VolumeRow } from '../../volumes/volume.js';
import { wireTime } from '../wire-time.js';
import { visibleExtraSpecs } from './volume-type-view.js';

/** A volume and the image that it is uploaded to, as the action's answer has them. */
export function uploadView(
  context: RequestContext,
  { volume, image }: { readonly volume: VolumeRow; readonly image: Image },
  enforcer: Enforcer,
): Record<string, unknown> {
  return {
    id: volume.id,
    updated_at: wireTime(volume.updatedAt),
    status: 'uploading',
    display_description: volume.displayDescription,
    size: volume.size,
    volume_type: volume.volumeType === null ? null : typeView(context, volume.volumeType, enforcer),
    image_id: image.id,
    container_format: image.container_format,
    disk_format: image.disk_format,
    image_name: image.name,
    protected: image.protected,
    visibility: image.visibility,
  };
}

/** The whole object of upstream's; but extra specs that users must not see are hidden here as everywhere. */
function typeView(context: RequestContext, type: VolumeTypeRow, enforcer: Enforcer): Record<string, unknown> {
  return {
    id: type.id,
    name: type.name,
    description: type.description,
    is_public: type.isPublic,
    extra_specs: visibleExtraSpecs(context, type, enforcer),
    qos_specs_id: type.qosSpecsId,
    created_at: wireTime(type.createdAt),
    updated_at: wireTime(type.updatedAt),
    deleted_at: wireTime(type.deletedAt),
    deleted: type.deleted,
  };
}
