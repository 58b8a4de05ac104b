// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { flagOf } from '../../flag.js';
import { createGroupTypeSchema, type CreateGroupTypeBody } from '../../schemas/group-types.js';
import { groupTypeView } from '../../views/group-type-view.js';

@Controller('v3')
export class CreateGroupType {
  constructor(
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/group_types',
    microversions: { min: '3.11' },
    policy: { rule: 'group:group_types:create' },
    success: 202,
  })
  async create(
    @Caller() context: RequestContext,
    @JsonBody(createGroupTypeSchema) { group_type: values }: CreateGroupTypeBody,
  ): Promise<unknown> {
    const row = await this.types.create(context, {
      name: values.name,
      description: values.description ?? null,
      isPublic: flagOf(values.is_public ?? true) ?? true,
      specs: values.group_specs ?? {},
    });
    return { group_type: groupTypeView(context, row, this.enforcer) };
  }
}
