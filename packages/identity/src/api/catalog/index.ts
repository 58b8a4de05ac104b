// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateEndpoint } from './create-endpoint.js';
import { CreateRegion } from './create-region.js';
import { CreateService } from './create-service.js';
import { DeleteEndpoint } from './delete-endpoint.js';
import { DeleteRegion } from './delete-region.js';
import { DeleteService } from './delete-service.js';
import { GetEndpoint } from './get-endpoint.js';
import { GetRegion } from './get-region.js';
import { GetService } from './get-service.js';
import { ListEndpoints } from './list-endpoints.js';
import { ListRegions } from './list-regions.js';
import { ListServices } from './list-services.js';
import { PutRegion } from './put-region.js';
import { UpdateEndpoint } from './update-endpoint.js';
import { UpdateRegion } from './update-region.js';
import { UpdateService } from './update-service.js';

export const catalogOperations: readonly Type[] = [
  CreateEndpoint,
  CreateRegion,
  CreateService,
  DeleteEndpoint,
  DeleteRegion,
  DeleteService,
  GetEndpoint,
  GetRegion,
  GetService,
  ListEndpoints,
  ListRegions,
  ListServices,
  PutRegion,
  UpdateEndpoint,
  UpdateRegion,
  UpdateService,
];
