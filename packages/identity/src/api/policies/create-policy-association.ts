// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { associationPlaces, Associations, type AssociationPlace } from './association-places.js';

function createPolicyAssociationAt({ name, rule, path }: AssociationPlace): Type {
  @Controller('v3')
  class CreatePolicyAssociation {
    constructor(
      @Inject(PolicyDocuments) private readonly policies: PolicyDocuments,
      @Inject(Associations) private readonly associations: Associations,
    ) {}

    @Operation({
      method: 'PUT',
      path,
      policy: { rule: `identity:create_policy_association_for_${rule}` },
      success: 204,
    })
    async handle(@Req() request: Request): Promise<void> {
      const { policyId, place } = await this.associations.subject(request);
      await this.policies.associate(policyId, place);
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(CreatePolicyAssociation, 'name', { value: `CreatePolicyAssociationFor${name}` });
  return CreatePolicyAssociation;
}

/** One operation for each kind of place. */
export const createPolicyAssociationControllers: readonly Type[] = associationPlaces.map(createPolicyAssociationAt);
