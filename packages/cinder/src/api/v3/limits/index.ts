// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { GetLimits } from './get-limits.js';

export const limitControllers: Type[] = [GetLimits];
