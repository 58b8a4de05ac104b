// SPDX-License-Identifier: Apache-2.0
import type { VolumeRow } from '../../volumes/volume.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';

const project: AttributeExtension = {
  collection: 'volumes',
  extend(context, view, row, { enforcer }) {
    const { projectId, userId } = row as VolumeRow;
    const target = { project_id: projectId, user_id: userId };
    if (!enforcer.enforce('volume_extension:volume_tenant_attribute', target, context)) return;
    view['os-vol-tenant-attr:tenant_id'] = projectId;
  },
};

export class Volume_tenant_attribute implements Extension {
  readonly name = 'VolumeTenantAttribute';
  readonly alias = 'os-vol-tenant-attr';
  readonly updated = '2011-11-03T00:00:00+00:00';
  readonly description = 'The project that a volume belongs to.';
  readonly controllers = [];
  readonly attributes = [project];
}
