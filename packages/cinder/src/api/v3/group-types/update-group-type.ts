// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { flagOf } from '../../flag.js';
import { updateGroupTypeSchema } from '../../schemas/group-types.js';
import type { UpdateTypeValues } from '../../schemas/volume-types.js';
import { groupTypeView } from '../../views/group-type-view.js';

@Controller('v3')
export class UpdateGroupType {
  constructor(
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/group_types/:id',
    microversions: { min: '3.11' },
    policy: { rule: 'group:group_types:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(updateGroupTypeSchema) { group_type: values }: { readonly group_type: UpdateTypeValues },
  ): Promise<unknown> {
    const { name, description, is_public: isPublic } = values;
    if (name?.trim() === '' && name !== '') throw new HttpError(400, 'Group type name can not be empty.');
    if ((name ?? null) === null && (description ?? null) === null && isPublic === undefined)
      throw new HttpError(400, 'Specify group type name, description or a combination thereof.');
    const row = await this.types.update(context, id, {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      ...(isPublic === undefined ? {} : { isPublic: flagOf(isPublic) ?? true }),
    });
    return { group_type: groupTypeView(context, row, this.enforcer) };
  }
}
