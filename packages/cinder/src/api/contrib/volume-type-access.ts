// SPDX-License-Identifier: Apache-2.0
import type { VolumeTypeRow } from '../../volume-types/volume-type-repository.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';
import { ownTarget } from '../views/volume-type-view.js';
import { AddProjectAccess } from './volume-type-access/add-project-access.js';
import { ListTypeAccess } from './volume-type-access/list-type-access.js';
import { RemoveProjectAccess } from './volume-type-access/remove-project-access.js';

const isPublicAttribute: AttributeExtension = {
  collection: 'types',
  extend(context, view, row, { enforcer }) {
    if (!enforcer.enforce('volume_extension:volume_type_access', ownTarget(context), context)) return;
    view['os-volume-type-access:is_public'] = (row as VolumeTypeRow).isPublic ?? true;
  },
};

export class Volume_type_access implements Extension {
  readonly name = 'VolumeTypeAccess';
  readonly alias = 'os-volume-type-access';
  readonly updated = '2014-06-26T00:00:00Z';
  readonly description = 'Which projects have access to a private volume type.';
  readonly controllers = [ListTypeAccess, AddProjectAccess, RemoveProjectAccess];
  readonly attributes = [isPublicAttribute];
}
