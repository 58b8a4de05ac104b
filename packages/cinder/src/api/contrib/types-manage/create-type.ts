// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { createVolumeTypeSchema, type CreateVolumeTypeBody } from '../../schemas/volume-types.js';
import { managedTypeView } from '../../views/volume-type-view.js';

@Controller('v3')
export class CreateType {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
  ) {}

  @Operation({ method: 'POST', path: '/types', policy: { rule: 'volume_extension:type_create' }, success: 200 })
  async create(
    @Caller() context: RequestContext,
    @JsonBody(createVolumeTypeSchema) { volume_type: values }: CreateVolumeTypeBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const row = await this.types.create(context, {
      name: values.name,
      description: values.description ?? null,
      isPublic: flagOf(values['os-volume-type-access:is_public'] ?? true) ?? true,
      extraSpecs: values.extra_specs ?? {},
    });
    const microversion = microversionOf(request);
    return { volume_type: this.attributes.apply('types', context, managedTypeView(row), { row, microversion }) };
  }
}
