// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ChangePassword } from './change-password.js';
import { CreateUser } from './create-user.js';
import { DeleteUser } from './delete-user.js';
import { GetUser } from './get-user.js';
import { ListUserGroups } from './list-user-groups.js';
import { ListUserProjects } from './list-user-projects.js';
import { ListUsers } from './list-users.js';
import { UpdateUser } from './update-user.js';

export const usersOperations: readonly Type[] = [
  ChangePassword,
  CreateUser,
  DeleteUser,
  GetUser,
  ListUserGroups,
  ListUserProjects,
  ListUsers,
  UpdateUser,
];
