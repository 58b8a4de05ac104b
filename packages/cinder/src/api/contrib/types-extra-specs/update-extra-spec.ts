// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { updateExtraSpecsSchema } from '../../schemas/volume-types.js';
import { ImageStores } from '../../../volume-types/image-stores.js';
import { checkUnused } from './extra-spec-rules.js';

@Controller('v3')
export class UpdateExtraSpec {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(ImageStores) private readonly stores: ImageStores,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/types/:type_id/extra_specs/:id',
    policy: { rule: 'volume_extension:types_extra_specs:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @Param('id') key: string,
    @JsonBody(updateExtraSpecsSchema) body: Readonly<Record<string, string | null>>,
  ): Promise<unknown> {
    await checkUnused(this.types, typeId);
    await this.types.get(context, typeId);
    if (!Object.hasOwn(body, key)) throw new HttpError(400, 'Request body and URI mismatch');
    await this.stores.check(context, body);
    await this.types.updateExtraSpecs(context, typeId, body, { name: 'update', key });
    return body;
  }
}
