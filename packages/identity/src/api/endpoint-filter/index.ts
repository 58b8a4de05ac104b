// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { AddProjectEndpoint } from './add-project-endpoint.js';
import { AddProjectEndpointGroup } from './add-project-endpoint-group.js';
import { CheckProjectEndpoint } from './check-project-endpoint.js';
import { CreateEndpointGroup } from './create-endpoint-group.js';
import { DeleteEndpointGroup } from './delete-endpoint-group.js';
import { GetEndpointGroup } from './get-endpoint-group.js';
import { GetProjectEndpointGroup } from './get-project-endpoint-group.js';
import { ListEndpointGroups } from './list-endpoint-groups.js';
import { ListEndpointProjects } from './list-endpoint-projects.js';
import { ListEndpointsInGroup } from './list-group-endpoints.js';
import { ListEndpointGroupProjects } from './list-group-projects.js';
import { ListProjectEndpointGroups } from './list-project-endpoint-groups.js';
import { ListProjectEndpoints } from './list-project-endpoints.js';
import { RemoveProjectEndpoint } from './remove-project-endpoint.js';
import { RemoveProjectEndpointGroup } from './remove-project-endpoint-group.js';
import { UpdateEndpointGroup } from './update-endpoint-group.js';

export const endpointFilterOperations: readonly Type[] = [
  AddProjectEndpointGroup,
  AddProjectEndpoint,
  CheckProjectEndpoint,
  CreateEndpointGroup,
  DeleteEndpointGroup,
  GetEndpointGroup,
  GetProjectEndpointGroup,
  ListEndpointGroups,
  ListEndpointProjects,
  ListEndpointsInGroup,
  ListEndpointGroupProjects,
  ListProjectEndpointGroups,
  ListProjectEndpoints,
  RemoveProjectEndpointGroup,
  RemoveProjectEndpoint,
  UpdateEndpointGroup,
];
