// SPDX-License-Identifier: Apache-2.0
import type { VolumeRow } from '../../volumes/volume.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';

const migration: AttributeExtension = {
  collection: 'volumes',
  extend(context, view, row, { enforcer }) {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    if (!enforcer.enforce('volume_extension:volume_mig_status_attribute', target, context)) return;
    const { migrationStatus, nameId } = row as VolumeRow;
    view['os-vol-mig-status-attr:migstat'] = migrationStatus;
    view['os-vol-mig-status-attr:name_id'] = nameId;
  },
};

export class Volume_mig_status_attribute implements Extension {
  readonly name = 'VolumeMigStatusAttribute';
  readonly alias = 'os-vol-mig-status-attr';
  readonly updated = '2013-08-08T00:00:00+00:00';
  readonly description = 'How far the migration of a volume is.';
  readonly controllers = [];
  readonly attributes = [migration];
}
