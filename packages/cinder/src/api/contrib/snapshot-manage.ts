// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ListOsSnapshotManage } from './snapshot-manage/list-os-snapshot-manage.js';
import { ManageOsSnapshot } from './snapshot-manage/manage-os-snapshot.js';

export class Snapshot_manage implements Extension {
  readonly name = 'SnapshotManage';
  readonly alias = 'os-snapshot-manage';
  readonly updated = '2014-12-31T00:00:00+00:00';
  readonly description = 'Taking what is on a back end already under management as snapshots.';
  readonly controllers = [ListOsSnapshotManage, ManageOsSnapshot];
}
