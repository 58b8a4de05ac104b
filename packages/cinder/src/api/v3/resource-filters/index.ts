// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ListResourceFilters } from './list-resource-filters.js';

export const resourceFilterControllers: Type[] = [ListResourceFilters];
