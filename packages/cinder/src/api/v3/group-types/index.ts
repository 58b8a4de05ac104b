// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateGroupType } from './create-group-type.js';
import { DeleteGroupType } from './delete-group-type.js';
import { GetGroupType } from './get-group-type.js';
import { GroupSpecs } from './group-specs.js';
import { ListGroupTypes } from './list-group-types.js';
import { UpdateGroupType } from './update-group-type.js';

export const groupTypeControllers: Type[] = [
  ListGroupTypes,
  CreateGroupType,
  GetGroupType,
  UpdateGroupType,
  DeleteGroupType,
  GroupSpecs,
];
