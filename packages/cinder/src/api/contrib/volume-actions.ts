// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ChangeActions } from './volume-actions/change-actions.js';
import { ConnectionActions } from './volume-actions/connection-actions.js';
import { ReimageVolume } from './volume-actions/reimage-volume.js';
import { RetypeVolume } from './volume-actions/retype-volume.js';
import { UploadVolume } from './volume-actions/upload-volume.js';

export class Volume_actions implements Extension {
  readonly name = 'VolumeActions';
  readonly alias = 'os-volume-actions';
  readonly updated = '2012-05-31T00:00:00+00:00';
  readonly description = 'What is done with a volume beside making, changing and deleting it.';
  readonly controllers = [ConnectionActions, ChangeActions, RetypeVolume, UploadVolume, ReimageVolume];
}
