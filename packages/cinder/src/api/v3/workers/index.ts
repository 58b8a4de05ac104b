// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CleanupWorkers } from './cleanup-workers.js';

export const workerControllers: Type[] = [CleanupWorkers];
