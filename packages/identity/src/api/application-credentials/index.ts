// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateApplicationCredential } from './create-application-credential.js';
import { DeleteAccessRule } from './delete-access-rule.js';
import { DeleteApplicationCredential } from './delete-application-credential.js';
import { GetAccessRule } from './get-access-rule.js';
import { GetApplicationCredential } from './get-application-credential.js';
import { ListAccessRules } from './list-access-rules.js';
import { ListApplicationCredentials } from './list-application-credentials.js';

export const applicationCredentialsOperations: readonly Type[] = [
  CreateApplicationCredential,
  DeleteAccessRule,
  DeleteApplicationCredential,
  GetAccessRule,
  GetApplicationCredential,
  ListAccessRules,
  ListApplicationCredentials,
];
