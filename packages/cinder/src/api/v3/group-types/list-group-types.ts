// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { isPublicFilter } from '../../flag.js';
import { groupTypeView } from '../../views/group-type-view.js';

@Controller('v3')
export class ListGroupTypes {
  constructor(
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'GET',
    path: '/group_types',
    microversions: { min: '3.11' },
    policy: 'authenticated',
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const { page } = this.collections.read(request);
    const isPublic = context.isAdmin ? isPublicFilter(request.query.get('is_public')) : true;
    const rows = await this.types.list(context, isPublic, page);
    const links = this.collections.nextLinks(request, 'group_types', rows);
    return {
      group_types: rows.map((row) => groupTypeView(context, row, this.enforcer)),
      ...(links.length > 0 ? { group_type_links: links } : {}),
    };
  }
}
