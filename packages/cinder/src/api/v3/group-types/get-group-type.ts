// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { groupTypeView } from '../../views/group-type-view.js';

@Controller('v3')
export class GetGroupType {
  constructor(
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'GET',
    path: '/group_types/:id',
    microversions: { min: '3.11' },
    policy: 'authenticated',
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    const row = id === 'default' ? await this.types.getDefault() : await this.types.get(context, id);
    if (row === null) throw new HttpError(404, 'Default group type can not be found.');
    return { group_type: groupTypeView(context, row, this.enforcer) };
  }
}
