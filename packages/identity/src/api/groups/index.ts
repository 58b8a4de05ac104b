// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { AddGroupMember } from './add-group-member.js';
import { CheckGroupMember } from './check-group-member.js';
import { CreateGroup } from './create-group.js';
import { DeleteGroup } from './delete-group.js';
import { GetGroup } from './get-group.js';
import { ListGroupMembers } from './list-group-members.js';
import { ListGroups } from './list-groups.js';
import { RemoveGroupMember } from './remove-group-member.js';
import { UpdateGroup } from './update-group.js';

export const groupsOperations: readonly Type[] = [
  AddGroupMember,
  CheckGroupMember,
  CreateGroup,
  DeleteGroup,
  GetGroup,
  ListGroupMembers,
  ListGroups,
  RemoveGroupMember,
  UpdateGroup,
];
