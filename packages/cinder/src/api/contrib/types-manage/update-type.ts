// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { flagOf } from '../../flag.js';
import { updateVolumeTypeSchema, type UpdateTypeValues } from '../../schemas/volume-types.js';
import { managedTypeView } from '../../views/volume-type-view.js';

@Controller('v3')
export class UpdateType {
  constructor(@Inject(VolumeTypeService) private readonly types: VolumeTypeService) {}

  @Operation({ method: 'PUT', path: '/types/:id', policy: { rule: 'volume_extension:type_update' }, success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(updateVolumeTypeSchema) { volume_type: values }: { readonly volume_type: UpdateTypeValues },
  ): Promise<unknown> {
    const { name, description, is_public: isPublic } = values;
    if (name?.trim() === '' && name !== '') throw new HttpError(400, 'Volume type name can not be empty.');
    if ((name ?? null) === null && (description ?? null) === null && isPublic === undefined)
      throw new HttpError(400, 'Specify volume type name, description, is_public or a combination thereof.');
    const row = await this.types.update(context, id, {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      ...(isPublic === undefined ? {} : { isPublic: flagOf(isPublic) ?? true }),
    });
    return { volume_type: managedTypeView(row) };
  }
}
