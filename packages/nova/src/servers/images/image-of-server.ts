// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ImageProperty, NewImage } from '../../image/images.js';
import { inheritedImage } from '../../image/system-metadata.js';
import type { InstanceValues } from '../../instances/instance.js';

/** What an image of a server is called and kept for. */
export interface ImageOrder {
  readonly name: string;
  /** What the caller says of it beside. */
  readonly properties: Readonly<Record<string, ImageProperty>>;
}

/**
 * The image that a server is to become: what it remembers of its own image, and whose it is (nova 26, compute/utils.py,
 * create_image). The formats of a snapshot are the host's to say.
 * @param excluded - `non_inheritable_image_properties`
 */
export function imageOfServer(
  context: RequestContext,
  instance: InstanceValues,
  { name, properties }: ImageOrder,
  { kind, excluded }: { readonly kind: 'snapshot' | 'backup'; readonly excluded: readonly string[] },
): NewImage {
  const inherited = inheritedImage(instance.system_metadata ?? {}, excluded);
  const isOwn = instance.project_id === (context.projectId ?? null);
  const { disk_format: diskFormat, container_format: containerFormat } = inherited;
  return {
    name,
    visibility: isOwn ? 'private' : 'shared',
    ...(inherited.min_disk === undefined ? {} : { min_disk: Number(inherited.min_disk) }),
    ...(inherited.min_ram === undefined ? {} : { min_ram: Number(inherited.min_ram) }),
    ...(kind === 'snapshot' || diskFormat === undefined ? {} : { disk_format: diskFormat }),
    ...(kind === 'snapshot' || containerFormat === undefined ? {} : { container_format: containerFormat }),
    properties: {
      ...inherited.properties,
      instance_uuid: instance.uuid,
      user_id: context.userId ?? '',
      image_type: kind,
      ...properties,
      ...(isOwn ? {} : { instance_owner: instance.project_id ?? '' }),
    },
  };
}
