// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { aggregateControllers } from './aggregates/index.js';
import { consoleControllers } from './consoles/index.js';
import { Extensions } from './extensions/list-extensions.js';
import { flavorControllers } from './flavors/index.js';
import { goneControllers } from './gone/gone-routes.js';
import { hostControllers } from './hosts/index.js';
import { hypervisorControllers } from './hypervisors/index.js';
import { imageControllers } from './images/index.js';
import { keyPairControllers } from './keypairs/index.js';
import { migrationControllers } from './migrations/index.js';
import { proxyControllers } from './proxies/index.js';
import { quotaControllers } from './quotas/index.js';
import { serverEventControllers } from './server-events/index.js';
import { serverGroupControllers } from './server-groups/index.js';
import { serviceControllers } from './services/index.js';
import { usageControllers } from './usage/index.js';
import { serverControllers } from './servers/index.js';
import { GetVersion } from './versions/get-version.js';

/** What the Compute API has. */
export const controllers: readonly Type[] = [
  GetVersion,
  Extensions,
  ...flavorControllers,
  ...keyPairControllers,
  ...quotaControllers,
  ...serverGroupControllers,
  ...aggregateControllers,
  ...serviceControllers,
  ...hypervisorControllers,
  ...hostControllers,
  ...migrationControllers,
  ...usageControllers,
  ...serverEventControllers,
  ...consoleControllers,
  ...imageControllers,
  ...proxyControllers,
  ...goneControllers,
  ...serverControllers,
];
