// SPDX-License-Identifier: Apache-2.0
import { writeFields, type JsonObject } from '../../common/fields.js';
import { roleFields, type Role } from '../../roles/role.js';

export function roleView(role: Role): JsonObject {
  return writeFields(role, roleFields);
}
