// SPDX-License-Identifier: Apache-2.0
import type { VolumeRow } from '../../volumes/volume.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';

const host: AttributeExtension = {
  collection: 'volumes',
  extend(context, view, row, { enforcer }) {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    if (!enforcer.enforce('volume_extension:volume_host_attribute', target, context)) return;
    view['os-vol-host-attr:host'] = (row as VolumeRow).host;
  },
};

export class Volume_host_attribute implements Extension {
  readonly name = 'VolumeHostAttribute';
  readonly alias = 'os-vol-host-attr';
  readonly updated = '2011-11-03T00:00:00+00:00';
  readonly description = 'The host that a volume is on.';
  readonly controllers = [];
  readonly attributes = [host];
}
