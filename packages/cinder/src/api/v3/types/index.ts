// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { GetType } from './get-type.js';
import { ListTypes } from './list-types.js';

export const typeControllers: Type[] = [ListTypes, GetType];
