// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ChangeGroup } from './change-group.js';
import { CreateGroup } from './create-group.js';
import { ListGroups } from './list-groups.js';
import { MisplacedActions } from './misplaced-actions.js';
import { ReplicateGroup } from './replicate-group.js';

/** Upstream's api/v3/groups.py. */
export const groupControllers: readonly Type[] = [
  ListGroups,
  CreateGroup,
  ChangeGroup,
  ReplicateGroup,
  MisplacedActions,
];
