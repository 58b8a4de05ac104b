// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ChangeConsistencyGroup } from './consistencygroups/change-consistency-group.js';
import { CreateConsistencyGroup } from './consistencygroups/create-consistency-group.js';
import { ListConsistencyGroups } from './consistencygroups/list-consistency-groups.js';

/** Consistency groups, which are groups of a type of their own by now. */
export class Consistencygroups implements Extension {
  readonly name = 'Consistencygroups';
  readonly alias = 'consistencygroups';
  readonly updated = '2014-08-18T00:00:00+00:00';
  readonly description = 'consistency groups support.';
  readonly controllers = [ListConsistencyGroups, CreateConsistencyGroup, ChangeConsistencyGroup];
}
