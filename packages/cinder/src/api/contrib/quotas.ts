// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { DeleteQuotaSet } from './quotas/delete-quota-set.js';
import { GetQuotaSet } from './quotas/get-quota-set.js';
import { UpdateQuotaSet } from './quotas/update-quota-set.js';

export class Quotas implements Extension {
  readonly name = 'Quotas';
  readonly alias = 'os-quota-sets';
  readonly updated = '2011-08-08T00:00:00+00:00';
  readonly description = 'Limits of projects.';
  readonly controllers = [GetQuotaSet, UpdateQuotaSet, DeleteQuotaSet];
}
