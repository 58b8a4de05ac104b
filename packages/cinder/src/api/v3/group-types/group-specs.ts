// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { groupSpecsOf, GroupTypeService } from '../../../group-types/group-type-service.js';
import { createGroupSpecsSchema, updateGroupSpecSchema } from '../../schemas/group-types.js';

const PATH = '/group_types/:group_type_id/group_specs';
const SINCE = { min: '3.11' } as const;

/** Specs of a group type, of which each operation is a line. */
@Controller('v3')
export class GroupSpecs {
  constructor(@Inject(GroupTypeService) private readonly types: GroupTypeService) {}

  @Operation({
    method: 'GET',
    path: PATH,
    microversions: SINCE,
    policy: { rule: 'group:group_types_specs:get_all' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Param('group_type_id') typeId: string): Promise<unknown> {
    return { group_specs: groupSpecsOf(await this.types.get(context, typeId)) };
  }

  @Operation({
    method: 'POST',
    path: PATH,
    microversions: SINCE,
    policy: { rule: 'group:group_types_specs:create' },
    success: 202,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('group_type_id') typeId: string,
    @JsonBody(createGroupSpecsSchema) body: { readonly group_specs: Readonly<Record<string, string | null>> },
  ): Promise<unknown> {
    await this.types.updateSpecs(context, typeId, body.group_specs, { name: 'create' });
    return body;
  }

  @Operation({
    method: 'GET',
    path: `${PATH}/:id`,
    microversions: SINCE,
    policy: { rule: 'group:group_types_specs:get' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('group_type_id') typeId: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    const specs = groupSpecsOf(await this.types.get(context, typeId));
    if (!Object.hasOwn(specs, key)) throw new HttpError(404, `Group Type ${typeId} has no extra spec with key ${key}.`);
    return { [key]: specs[key] };
  }

  @Operation({
    method: 'PUT',
    path: `${PATH}/:id`,
    microversions: SINCE,
    policy: { rule: 'group:group_types_specs:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('group_type_id') typeId: string,
    @Param('id') key: string,
    @JsonBody(updateGroupSpecSchema) body: Readonly<Record<string, string | null>>,
  ): Promise<unknown> {
    await this.types.get(context, typeId);
    if (!Object.hasOwn(body, key)) throw new HttpError(400, 'Request body and URI mismatch');
    await this.types.updateSpecs(context, typeId, body, { name: 'update', key });
    return body;
  }

  @Operation({
    method: 'DELETE',
    path: `${PATH}/:id`,
    microversions: SINCE,
    policy: { rule: 'group:group_types_specs:delete' },
    success: 202,
  })
  async delete(
    @Caller() context: RequestContext,
    @Param('group_type_id') typeId: string,
    @Param('id') key: string,
  ): Promise<void> {
    await this.types.deleteSpec(context, typeId, key);
  }
}
