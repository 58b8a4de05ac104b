// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { checkGrantControllers } from './check-grant.js';
import { createGrantControllers } from './create-grant.js';
import { listGrantsControllers } from './list-grants.js';
import { ListRoleAssignments } from './list-role-assignments.js';
import { revokeGrantControllers } from './revoke-grant.js';

export const assignmentsOperations: readonly Type[] = [
  ListRoleAssignments,
  ...checkGrantControllers,
  ...createGrantControllers,
  ...listGrantsControllers,
  ...revokeGrantControllers,
];
