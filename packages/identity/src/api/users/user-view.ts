// SPDX-License-Identifier: Apache-2.0
import { writeFields, type JsonObject } from '../../common/fields.js';
import { userFields, type User } from '../../users/user.js';

export function userView(user: User): JsonObject {
  return writeFields(user, userFields);
}
