// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { applicationCredentialsRules } from './application-credentials.js';
import { assignmentsRules } from './assignments.js';
import { baseRules } from './base.js';
import { catalogRules } from './catalog.js';
import { credentialsRules } from './credentials.js';
import { domainConfigRules } from './domain-config.js';
import { domainsRules } from './domains.js';
import { endpointFilterRules } from './endpoint-filter.js';
import { groupsRules } from './groups.js';
import { limitsRules } from './limits.js';
import { oauth1Rules } from './oauth1.js';
import { policyDocumentsRules } from './policy-documents.js';
import { projectsRules } from './projects.js';
import { rolesRules } from './roles.js';
import { tokensRules } from './tokens.js';
import { trustsRules } from './trusts.js';
import { usersRules } from './users.js';

/** Who may do what, unless an operator's policy.yaml says otherwise: Keystone's defaults as of Zed. */
export const identityRules: readonly RuleDefault[] = [
  ...applicationCredentialsRules,
  ...assignmentsRules,
  ...baseRules,
  ...catalogRules,
  ...credentialsRules,
  ...domainConfigRules,
  ...domainsRules,
  ...endpointFilterRules,
  ...groupsRules,
  ...limitsRules,
  ...oauth1Rules,
  ...policyDocumentsRules,
  ...projectsRules,
  ...rolesRules,
  ...tokensRules,
  ...trustsRules,
  ...usersRules,
];
