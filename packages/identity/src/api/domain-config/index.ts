// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { deleteDomainConfigControllers } from './delete-domain-config.js';
import { getDefaultConfigControllers } from './get-default-config.js';
import { getDomainConfigControllers } from './get-domain-config.js';
import { PutDomainConfig } from './put-domain-config.js';
import { updateDomainConfigControllers } from './update-domain-config.js';

export const domainConfigOperations: readonly Type[] = [
  PutDomainConfig,
  ...deleteDomainConfigControllers,
  ...getDefaultConfigControllers,
  ...getDomainConfigControllers,
  ...updateDomainConfigControllers,
];
