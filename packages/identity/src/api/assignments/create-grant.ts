// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { GrantAccess, grantPlaces, grantRule, type GrantPlace } from './grant-places.js';

function createGrantAt(place: GrantPlace): Type {
  @Controller('v3')
  class CreateGrant {
    constructor(
      @Inject(Assignments) private readonly assignments: Assignments,
      @Inject(GrantAccess) private readonly access: GrantAccess,
    ) {}

    @Operation({
      method: 'PUT',
      path: place.role,
      policy: { rule: grantRule('create', place), target: 'resource' },
      success: 204,
    })
    async handle(@Req() request: Request): Promise<void> {
      const { actor, target, roleId } = await this.access.authorize(request, 'create', place);
      await this.assignments.grant(actor, target, roleId, place.inherited);
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(CreateGrant, 'name', { value: `CreateGrantFor${place.name}` });
  return CreateGrant;
}

/** One operation for each place that has grants. */
export const createGrantControllers: readonly Type[] = grantPlaces.map(createGrantAt);
