// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ChangeCgsnapshots } from './cgsnapshots/change-cgsnapshots.js';
import { ListCgsnapshots } from './cgsnapshots/list-cgsnapshots.js';

/** Snapshots of consistency groups, which are snapshots of groups by now. */
export class Cgsnapshots implements Extension {
  readonly name = 'Cgsnapshots';
  readonly alias = 'cgsnapshots';
  readonly updated = '2014-08-18T00:00:00+00:00';
  readonly description = 'cgsnapshots support.';
  readonly controllers = [ListCgsnapshots, ChangeCgsnapshots];
}
