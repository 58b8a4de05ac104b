// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CheckToken } from './check-token.js';
import { CreateToken } from './create-token.js';
import { DeleteToken } from './delete-token.js';
import { GetAuthCatalog } from './get-auth-catalog.js';
import { GetAuthSystem } from './get-auth-system.js';
import { GetToken } from './get-token.js';
import { ListAuthDomains } from './list-auth-domains.js';
import { ListAuthProjects } from './list-auth-projects.js';
import { ListRevokedTokens } from './list-revoked-tokens.js';

export const authOperations: readonly Type[] = [
  CheckToken,
  CreateToken,
  DeleteToken,
  GetAuthCatalog,
  GetAuthSystem,
  GetToken,
  ListAuthDomains,
  ListAuthProjects,
  ListRevokedTokens,
];
