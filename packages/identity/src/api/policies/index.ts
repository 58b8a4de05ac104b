// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { checkPolicyAssociationControllers } from './check-policy-association.js';
import { CreatePolicy } from './create-policy.js';
import { createPolicyAssociationControllers } from './create-policy-association.js';
import { DeletePolicy } from './delete-policy.js';
import { deletePolicyAssociationControllers } from './delete-policy-association.js';
import { GetEndpointPolicy } from './get-endpoint-policy.js';
import { GetPolicy } from './get-policy.js';
import { ListPolicies } from './list-policies.js';
import { ListPolicyEndpoints } from './list-policy-endpoints.js';
import { UpdatePolicy } from './update-policy.js';

export const policiesOperations: readonly Type[] = [
  CreatePolicy,
  DeletePolicy,
  GetEndpointPolicy,
  GetPolicy,
  ListPolicies,
  ListPolicyEndpoints,
  UpdatePolicy,
  ...checkPolicyAssociationControllers,
  ...createPolicyAssociationControllers,
  ...deletePolicyAssociationControllers,
];
