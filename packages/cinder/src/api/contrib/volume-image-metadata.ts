// SPDX-License-Identifier: Apache-2.0
import type { VolumeRow } from '../../volumes/volume.js';
import { dictionaryOf } from '../../volumes/volume.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';
import { SetImageMetadata } from './volume-image-metadata/set-image-metadata.js';
import { ShowImageMetadata } from './volume-image-metadata/show-image-metadata.js';
import { UnsetImageMetadata } from './volume-image-metadata/unset-image-metadata.js';

/** Volumes that have none do not have the attribute. */
const imageMetadata: AttributeExtension = {
  collection: 'volumes',
  extend(context, view, row, { enforcer }) {
    const { glanceMetadata } = row as VolumeRow;
    if (glanceMetadata.length === 0) return;
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    if (!enforcer.enforce('volume_extension:volume_image_metadata:show', target, context)) return;
    view.volume_image_metadata = dictionaryOf(glanceMetadata);
  },
};

export class Volume_image_metadata implements Extension {
  readonly name = 'VolumeImageMetadata';
  readonly alias = 'os-vol-image-meta';
  readonly updated = '2012-12-07T00:00:00+00:00';
  readonly description = 'What a volume has of the image that it was made of.';
  readonly controllers = [SetImageMetadata, ShowImageMetadata, UnsetImageMetadata];
  readonly attributes = [imageMetadata];
}
