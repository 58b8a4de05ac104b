// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { AuthorizeRequestToken } from './authorize-request-token.js';
import { CreateAccessToken } from './create-access-token.js';
import { CreateConsumer } from './create-consumer.js';
import { CreateRequestToken } from './create-request-token.js';
import { DeleteAccessToken } from './delete-access-token.js';
import { DeleteConsumer } from './delete-consumer.js';
import { GetAccessToken } from './get-access-token.js';
import { GetAccessTokenRole } from './get-access-token-role.js';
import { GetConsumer } from './get-consumer.js';
import { ListAccessTokenRoles } from './list-access-token-roles.js';
import { ListAccessTokens } from './list-access-tokens.js';
import { ListConsumers } from './list-consumers.js';
import { UpdateConsumer } from './update-consumer.js';

export const oauth1Operations: readonly Type[] = [
  AuthorizeRequestToken,
  CreateAccessToken,
  CreateConsumer,
  CreateRequestToken,
  DeleteAccessToken,
  DeleteConsumer,
  GetAccessTokenRole,
  GetAccessToken,
  GetConsumer,
  ListAccessTokenRoles,
  ListAccessTokens,
  ListConsumers,
  UpdateConsumer,
];
