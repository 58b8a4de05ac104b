// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { DefaultTypes } from './default-types.js';

export const defaultTypeControllers: Type[] = [DefaultTypes];
