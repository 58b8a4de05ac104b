// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { DefaultTypeRow } from '../../../default-types/default-type-repository.js';
import { DefaultTypeService } from '../../../default-types/default-type-service.js';
import { setDefaultTypeSchema } from '../../schemas/default-types.js';

const SINCE = { min: '3.62' } as const;

/** Default volume types of projects, of which each operation is a line. */
@Controller('v3')
export class DefaultTypes {
  constructor(@Inject(DefaultTypeService) private readonly defaults: DefaultTypeService) {}

  @Operation({
    method: 'GET',
    path: '/default-types',
    microversions: SINCE,
    policy: { rule: 'volume_extension:default_get_all', target: 'resource' },
    success: 200,
  })
  async list(@Caller() context: RequestContext): Promise<unknown> {
    return { default_types: (await this.defaults.list(context)).map(defaultTypeView) };
  }

  @Operation({
    method: 'GET',
    path: '/default-types/:id',
    microversions: SINCE,
    policy: { rule: 'volume_extension:default_get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') projectId: string): Promise<unknown> {
    return { default_type: defaultTypeView(await this.defaults.get(context, projectId)) };
  }

  @Operation({
    method: 'PUT',
    path: '/default-types/:id',
    microversions: SINCE,
    policy: { rule: 'volume_extension:default_set_or_update', target: 'resource' },
    success: 200,
  })
  async set(
    @Caller() context: RequestContext,
    @Param('id') projectId: string,
    @JsonBody(setDefaultTypeSchema) body: { readonly default_type: { readonly volume_type: string } },
  ): Promise<unknown> {
    return {
      default_type: defaultTypeView(await this.defaults.set(context, projectId, body.default_type.volume_type)),
    };
  }

  @Operation({
    method: 'DELETE',
    path: '/default-types/:id',
    microversions: SINCE,
    policy: { rule: 'volume_extension:default_unset', target: 'resource' },
    success: 204,
  })
  async delete(@Caller() context: RequestContext, @Param('id') projectId: string): Promise<void> {
    await this.defaults.delete(context, projectId);
  }
}

function defaultTypeView({ projectId, volumeTypeId }: DefaultTypeRow): Record<string, unknown> {
  return { project_id: projectId, volume_type_id: volumeTypeId };
}
