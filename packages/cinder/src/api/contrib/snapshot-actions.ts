// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { UpdateSnapshotStatus } from './snapshot-actions/update-snapshot-status.js';

export class Snapshot_actions implements Extension {
  readonly name = 'SnapshotActions';
  readonly alias = 'os-snapshot-actions';
  readonly updated = '2013-07-16T00:00:00+00:00';
  readonly description = 'Saying how far a snapshot is.';
  readonly controllers = [UpdateSnapshotStatus];
}
