// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { clusterControllers } from './clusters/index.js';
import { defaultTypeControllers } from './default-types/index.js';
import { groupTypeControllers } from './group-types/index.js';
import { limitControllers } from './limits/index.js';
import { messageControllers } from './messages/index.js';
import { resourceFilterControllers } from './resource-filters/index.js';
import { typeControllers } from './types/index.js';
import { workerControllers } from './workers/index.js';

/** Core controllers of what `createAdministration` puts together. */
export const administrationControllers: readonly Type[] = [
  ...typeControllers,
  ...groupTypeControllers,
  ...defaultTypeControllers,
  ...limitControllers,
  ...messageControllers,
  ...clusterControllers,
  ...workerControllers,
  ...resourceFilterControllers,
];
