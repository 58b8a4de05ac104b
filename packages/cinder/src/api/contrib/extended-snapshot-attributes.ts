// SPDX-License-Identifier: Apache-2.0
import type { SnapshotRow } from '../../snapshots/snapshot-repository.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';

const progress: AttributeExtension = {
  collection: 'snapshots',
  extend(context, view, row, { enforcer }) {
    const { projectId, userId, progress: done } = row as SnapshotRow;
    const target = { project_id: projectId, user_id: userId };
    if (!enforcer.enforce('volume_extension:extended_snapshot_attributes', target, context)) return;
    view['os-extended-snapshot-attributes:project_id'] = projectId;
    view['os-extended-snapshot-attributes:progress'] = done;
  },
};

export class Extended_snapshot_attributes implements Extension {
  readonly name = 'ExtendedSnapshotAttributes';
  readonly alias = 'os-extended-snapshot-attributes';
  readonly updated = '2012-06-19T00:00:00+00:00';
  readonly description = 'How far a snapshot is, and the project that it belongs to.';
  readonly controllers = [];
  readonly attributes = [progress];
}
