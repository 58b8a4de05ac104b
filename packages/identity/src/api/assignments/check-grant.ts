// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { GrantAccess, grantPlaces, grantRule, type GrantPlace } from './grant-places.js';

function checkGrantAt(place: GrantPlace): Type {
  @Controller('v3')
  class CheckGrant {
    constructor(
      @Inject(Assignments) private readonly assignments: Assignments,
      @Inject(GrantAccess) private readonly access: GrantAccess,
    ) {}

    @Operation({
      method: 'GET',
      path: place.role,
      policy: { rule: grantRule('check', place), target: 'resource' },
      success: 204,
    })
    async handle(@Req() request: Request): Promise<void> {
      const { actor, target, roleId } = await this.access.authorize(request, 'check', place);
      await this.assignments.assertGrant(actor, target, roleId, place.inherited);
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(CheckGrant, 'name', { value: `CheckGrantFor${place.name}` });
  return CheckGrant;
}

/** One operation for each place that has grants. */
export const checkGrantControllers: readonly Type[] = grantPlaces.map(checkGrantAt);
