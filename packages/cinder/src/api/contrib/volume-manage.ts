// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ListOsVolumeManage } from './volume-manage/list-os-volume-manage.js';
import { ManageOsVolume } from './volume-manage/manage-os-volume.js';

export class Volume_manage implements Extension {
  readonly name = 'VolumeManage';
  readonly alias = 'os-volume-manage';
  readonly updated = '2014-02-10T00:00:00+00:00';
  readonly description = 'Taking what is on a back end already under management as volumes.';
  readonly controllers = [ListOsVolumeManage, ManageOsVolume];
}
