// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { QuotaClassSets } from './quota-classes/quota-class-sets.js';

export class Quota_classes implements Extension {
  readonly name = 'QuotaClasses';
  readonly alias = 'os-quota-class-sets';
  readonly updated = '2012-03-12T00:00:00+00:00';
  readonly description = 'Limits of classes of projects.';
  readonly controllers = [QuotaClassSets];
}
