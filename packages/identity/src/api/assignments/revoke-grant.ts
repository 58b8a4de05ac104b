// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { GrantAccess, grantPlaces, grantRule, type GrantPlace } from './grant-places.js';

function revokeGrantAt(place: GrantPlace): Type {
  @Controller('v3')
  class RevokeGrant {
    constructor(
      @Inject(Assignments) private readonly assignments: Assignments,
      @Inject(GrantAccess) private readonly access: GrantAccess,
    ) {}

    @Operation({
      method: 'DELETE',
      path: place.role,
      policy: { rule: grantRule('revoke', place), target: 'resource' },
      success: 204,
    })
    async handle(@Req() request: Request): Promise<void> {
      const { actor, target, roleId } = await this.access.authorize(request, 'revoke', place, true);
      await this.assignments.revoke(actor, target, roleId, place.inherited);
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(RevokeGrant, 'name', { value: `RevokeGrantFor${place.name}` });
  return RevokeGrant;
}

/** One operation for each place that has grants. */
export const revokeGrantControllers: readonly Type[] = grantPlaces.map(revokeGrantAt);
