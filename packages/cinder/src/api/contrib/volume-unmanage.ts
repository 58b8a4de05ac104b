// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { UnmanageVolume } from './volume-unmanage/unmanage-volume.js';

export class Volume_unmanage implements Extension {
  readonly name = 'VolumeUnmanage';
  readonly alias = 'os-volume-unmanage';
  readonly updated = '2012-05-31T00:00:00+00:00';
  readonly description = 'Letting volumes go, with their data left on the back end.';
  readonly controllers = [UnmanageVolume];
}
