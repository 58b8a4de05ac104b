// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ListRevocationEvents } from './list-revocation-events.js';

export const revocationOperations: readonly Type[] = [ListRevocationEvents];
