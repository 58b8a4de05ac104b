// SPDX-License-Identifier: Apache-2.0
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { OperationModule } from '@stackport/api';
import type { Enforcer } from '@stackport/policy';
import { ApplicationCredentials } from '../application-credentials/application-credentials.js';
import { Assignments } from '../assignments/assignments.js';
import { Authentication } from '../auth/authentication.js';
import { Catalog } from '../catalog/catalog.js';
import { Endpoints } from '../catalog/endpoints.js';
import { Regions } from '../catalog/regions.js';
import { Services } from '../catalog/services.js';
import { Revocations } from '../revocation/revocations.js';
import { Credentials } from '../credentials/credentials.js';
import { Ec2Tokens } from '../credentials/ec2-tokens.js';
import { DomainConfigs } from '../domain-config/domain-configs.js';
import { Domains } from '../domains/domains.js';
import { EndpointFilter } from '../endpoint-filter/endpoint-filter.js';
import { Groups } from '../groups/groups.js';
import type { IdentityDomain } from '../identity-domain.js';
import { Limits } from '../limits/limits.js';
import { RegisteredLimits } from '../limits/registered-limits.js';
import { AccessTokens } from '../oauth1/access-tokens.js';
import { Consumers } from '../oauth1/consumers.js';
import { OAuth1Signatures } from '../oauth1/signatures.js';
import { PolicyDocuments } from '../policy-documents/policy-documents.js';
import { Projects } from '../projects/projects.js';
import { Roles } from '../roles/roles.js';
import { TokenView } from '../tokens/token-views.js';
import { Tokens } from '../tokens/tokens.js';
import { Trusts } from '../trusts/trusts.js';
import { Authenticator } from '../users/authenticator.js';
import { Users } from '../users/users.js';
import { AssignmentNames } from './assignments/assignment-names.js';
import { GrantAccess } from './assignments/grant-places.js';
import { ApplicationCredentialViews } from './application-credentials/application-credential-view.js';
import { SubjectToken } from './auth/subject-token.js';
import { identityOperations } from './operations.js';
import { Associations } from './policies/association-places.js';
import { ProjectHierarchy } from './projects/project-hierarchy.js';
import { RoleAccess } from './roles/role-access.js';
import { Access } from './shared/access.js';
import { TrustViews } from './trusts/trust-views.js';
import { Defaults } from './shared/defaults.js';
import { ListLimits } from './shared/list-limits.js';

/** The operations of the Identity API over the parts of its domain. */
@Module({})
export class IdentityModule {
  static over(domain: IdentityDomain, enforcer: Enforcer): DynamicModule {
    return {
      module: IdentityModule,
      imports: [OperationModule.forService(enforcer)],
      controllers: [...identityOperations],
      providers: [
        ...domainProviders(domain),
        Access,
        ApplicationCredentialViews,
        AssignmentNames,
        Associations,
        GrantAccess,
        ProjectHierarchy,
        RoleAccess,
        SubjectToken,
        TrustViews,
      ],
    };
  }
}

function domainProviders(domain: IdentityDomain): Provider[] {
  const { configuration } = domain.environment;
  return [
    { provide: Users, useValue: domain.users },
    { provide: Authenticator, useValue: domain.authenticator },
    { provide: Groups, useValue: domain.groups },
    { provide: Projects, useValue: domain.projects },
    { provide: Domains, useValue: domain.domains },
    { provide: DomainConfigs, useValue: domain.domainConfigs },
    { provide: Roles, useValue: domain.roles },
    { provide: Assignments, useValue: domain.assignments },
    { provide: Regions, useValue: domain.regions },
    { provide: Services, useValue: domain.services },
    { provide: Endpoints, useValue: domain.endpoints },
    { provide: EndpointFilter, useValue: domain.endpointFilter },
    { provide: Catalog, useValue: domain.catalog },
    { provide: Tokens, useValue: domain.tokens },
    { provide: TokenView, useValue: domain.tokenView },
    { provide: Authentication, useValue: domain.authentication },
    { provide: Revocations, useValue: domain.environment.revocations },
    { provide: ApplicationCredentials, useValue: domain.applicationCredentials },
    { provide: Trusts, useValue: domain.trusts },
    { provide: Consumers, useValue: domain.consumers },
    { provide: AccessTokens, useValue: domain.accessTokens },
    { provide: OAuth1Signatures, useValue: domain.signatures },
    { provide: Credentials, useValue: domain.credentials },
    { provide: Ec2Tokens, useValue: domain.ec2Tokens },
    { provide: PolicyDocuments, useValue: domain.policyDocuments },
    { provide: RegisteredLimits, useValue: domain.registeredLimits },
    { provide: Limits, useValue: domain.limits },
    { provide: Defaults, useValue: new Defaults(configuration) },
    { provide: ListLimits, useValue: new ListLimits(configuration) },
  ];
}
