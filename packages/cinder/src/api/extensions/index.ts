// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { GetExtension } from './get-extension.js';
import { ListExtensions } from './list-extensions.js';

/** What tells which extensions there are. */
export const extensionControllers: readonly Type[] = [ListExtensions, GetExtension];
