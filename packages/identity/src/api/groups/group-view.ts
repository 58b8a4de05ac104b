// SPDX-License-Identifier: Apache-2.0
import { writeFields, type JsonObject } from '../../common/fields.js';
import { groupFields, type Group } from '../../groups/group.js';

export function groupView(group: Group): JsonObject {
  return writeFields(group, groupFields);
}
