// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateTrust } from './create-trust.js';
import { DeleteTrust } from './delete-trust.js';
import { GetTrust } from './get-trust.js';
import { GetTrustRole } from './get-trust-role.js';
import { ListTrustRoles } from './list-trust-roles.js';
import { ListTrusts } from './list-trusts.js';

export const trustsOperations: readonly Type[] = [
  CreateTrust,
  DeleteTrust,
  GetTrustRole,
  GetTrust,
  ListTrustRoles,
  ListTrusts,
];
