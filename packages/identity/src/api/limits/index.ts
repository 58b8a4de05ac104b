// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateLimits } from './create-limits.js';
import { CreateRegisteredLimits } from './create-registered-limits.js';
import { DeleteLimit } from './delete-limit.js';
import { DeleteRegisteredLimit } from './delete-registered-limit.js';
import { GetLimit } from './get-limit.js';
import { GetLimitModel } from './get-limit-model.js';
import { GetRegisteredLimit } from './get-registered-limit.js';
import { ListLimitsOfProjects } from './list-limits.js';
import { ListRegisteredLimits } from './list-registered-limits.js';
import { UpdateLimit } from './update-limit.js';
import { UpdateRegisteredLimit } from './update-registered-limit.js';

export const limitsOperations: readonly Type[] = [
  CreateLimits,
  CreateRegisteredLimits,
  DeleteLimit,
  DeleteRegisteredLimit,
  GetLimitModel,
  GetLimit,
  GetRegisteredLimit,
  ListLimitsOfProjects,
  ListRegisteredLimits,
  UpdateLimit,
  UpdateRegisteredLimit,
];
