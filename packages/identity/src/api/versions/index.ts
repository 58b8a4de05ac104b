// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { GetVersion } from './get-version.js';
import { ListVersions } from './list-versions.js';

export const versionsOperations: readonly Type[] = [GetVersion, ListVersions];
