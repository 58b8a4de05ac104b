// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateCredential } from './create-credential.js';
import { CreateEc2Credential } from './create-ec2-credential.js';
import { DeleteCredential } from './delete-credential.js';
import { DeleteEc2Credential } from './delete-ec2-credential.js';
import { GetCredential } from './get-credential.js';
import { GetEc2Credential } from './get-ec2-credential.js';
import { ListCredentials } from './list-credentials.js';
import { ListEc2Credentials } from './list-ec2-credentials.js';
import { UpdateCredential } from './update-credential.js';

export const credentialsOperations: readonly Type[] = [
  CreateCredential,
  CreateEc2Credential,
  DeleteCredential,
  DeleteEc2Credential,
  GetCredential,
  GetEc2Credential,
  ListCredentials,
  ListEc2Credentials,
  UpdateCredential,
];
