// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CheckImpliedRole } from './check-implied-role.js';
import { CreateImpliedRole } from './create-implied-role.js';
import { CreateRole } from './create-role.js';
import { DeleteImpliedRole } from './delete-implied-role.js';
import { DeleteRole } from './delete-role.js';
import { GetImpliedRole } from './get-implied-role.js';
import { GetRole } from './get-role.js';
import { ListImpliedRoles } from './list-implied-roles.js';
import { ListRoleInferences } from './list-role-inferences.js';
import { ListRoles } from './list-roles.js';
import { UpdateRole } from './update-role.js';

export const rolesOperations: readonly Type[] = [
  CheckImpliedRole,
  CreateImpliedRole,
  CreateRole,
  DeleteImpliedRole,
  DeleteRole,
  GetImpliedRole,
  GetRole,
  ListImpliedRoles,
  ListRoleInferences,
  ListRoles,
  UpdateRole,
];
