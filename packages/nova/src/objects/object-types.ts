// SPDX-License-Identifier: Apache-2.0
import { actionTypes } from './action-types.js';
import { deviceTypes } from './device-types.js';
import { hardwareTypes } from './hardware-types.js';
import { hostTypes } from './host-types.js';
import { imageTypes } from './image-types.js';
import { instanceTypes } from './instance-types.js';
import { migrationTypes } from './migration-types.js';
import { requestTypes } from './request-types.js';
import { schedulingTypes } from './scheduling-types.js';

/** nova's versioned objects as of Zed (nova 26, objects/*.py). */
export const objectTypes = {
  ...actionTypes,
  ...deviceTypes,
  ...hardwareTypes,
  ...hostTypes,
  ...imageTypes,
  ...instanceTypes,
  ...migrationTypes,
  ...requestTypes,
  ...schedulingTypes,
};

export type ObjectName = keyof typeof objectTypes;
