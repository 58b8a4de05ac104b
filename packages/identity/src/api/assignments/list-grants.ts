// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { roleView } from '../roles/role-view.js';
import { collectionView } from '../shared/views.js';
import { GrantAccess, grantPlaces, grantRule, type GrantPlace } from './grant-places.js';

function listGrantsAt(place: GrantPlace): Type {
  @Controller('v3')
  class ListGrants {
    constructor(
      @Inject(Assignments) private readonly assignments: Assignments,
      @Inject(GrantAccess) private readonly access: GrantAccess,
    ) {}

    @Operation({
      method: 'GET',
      path: place.roles,
      policy: { rule: grantRule('list', place), target: 'resource' },
      success: 200,
    })
    async handle(@Req() request: Request): Promise<unknown> {
      const { actor, target } = await this.access.authorize(request, 'list', place);
      const roles = await this.assignments.grantedRoles(actor, target, place.inherited);
      return collectionView(request, 'roles', 'roles', roles.map(roleView));
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(ListGrants, 'name', { value: `ListGrantsFor${place.name}` });
  return ListGrants;
}

/** One operation for each place that has grants, but for what projects inherit: upstream has no list of it. */
export const listGrantsControllers: readonly Type[] = grantPlaces
  .filter((place) => !(place.inherited && place.target === 'project'))
  .map(listGrantsAt);
