// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { extraSpecsOf } from '../../../volume-types/type-values.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { createExtraSpecsSchema } from '../../schemas/volume-types.js';
import { ImageStores } from '../../../volume-types/image-stores.js';
import { checkCacheable, checkUnused } from './extra-spec-rules.js';

@Controller('v3')
export class CreateExtraSpecs {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(ImageStores) private readonly stores: ImageStores,
  ) {}

  @Operation({
    method: 'POST',
    path: '/types/:type_id/extra_specs',
    policy: { rule: 'volume_extension:types_extra_specs:create' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @JsonBody(createExtraSpecsSchema) body: { readonly extra_specs: Readonly<Record<string, string | null>> },
  ): Promise<unknown> {
    await checkUnused(this.types, typeId);
    const row = await this.types.get(context, typeId);
    await this.stores.check(context, body.extra_specs);
    checkCacheable(body.extra_specs, extraSpecsOf(row));
    await this.types.updateExtraSpecs(context, typeId, body.extra_specs, { name: 'create' });
    return body;
  }
}
