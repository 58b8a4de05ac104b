// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { applicationCredentialsOperations } from './application-credentials/index.js';
import { assignmentsOperations } from './assignments/index.js';
import { authOperations } from './auth/index.js';
import { catalogOperations } from './catalog/index.js';
import { credentialsOperations } from './credentials/index.js';
import { domainConfigOperations } from './domain-config/index.js';
import { domainsOperations } from './domains/index.js';
import { ec2Operations } from './ec2/index.js';
import { endpointFilterOperations } from './endpoint-filter/index.js';
import { groupsOperations } from './groups/index.js';
import { limitsOperations } from './limits/index.js';
import { oauth1Operations } from './oauth1/index.js';
import { policiesOperations } from './policies/index.js';
import { projectsOperations } from './projects/index.js';
import { revocationOperations } from './revocation/index.js';
import { rolesOperations } from './roles/index.js';
import { trustsOperations } from './trusts/index.js';
import { usersOperations } from './users/index.js';
import { versionsOperations } from './versions/index.js';

/** Every operation of the service. */
export const identityOperations: readonly Type[] = [
  ...applicationCredentialsOperations,
  ...assignmentsOperations,
  ...authOperations,
  ...catalogOperations,
  ...credentialsOperations,
  ...domainConfigOperations,
  ...domainsOperations,
  ...ec2Operations,
  ...endpointFilterOperations,
  ...groupsOperations,
  ...limitsOperations,
  ...oauth1Operations,
  ...policiesOperations,
  ...projectsOperations,
  ...revocationOperations,
  ...rolesOperations,
  ...trustsOperations,
  ...usersOperations,
  ...versionsOperations,
];
