// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { UnmanageSnapshot } from './snapshot-unmanage/unmanage-snapshot.js';

export class Snapshot_unmanage implements Extension {
  readonly name = 'SnapshotUnmanage';
  readonly alias = 'os-snapshot-unmanage';
  readonly updated = '2014-12-31T00:00:00+00:00';
  readonly description = 'Letting snapshots go, with their data left on the back end.';
  readonly controllers = [UnmanageSnapshot];
}
