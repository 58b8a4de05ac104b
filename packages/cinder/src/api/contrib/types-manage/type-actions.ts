// SPDX-License-Identifier: Apache-2.0
import { Controller } from '@nestjs/common';
import { JsonBody, Operation } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';
import { updateVolumeTypeSchema } from '../../schemas/volume-types.js';

/**
 * Upstream registers what creates, updates and deletes types as actions too, of which no body can be right: the names
 * are taken, so an answer is due (cinder 21, api/contrib/types_manage.py).
 */
@Controller('v3')
export class TypeActions {
  @Operation({
    method: 'POST',
    path: '/types/:id/action',
    action: 'create',
    policy: { rule: 'volume_extension:type_create' },
    success: 200,
  })
  create(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: '/types/:id/action',
    action: 'update',
    policy: { rule: 'volume_extension:type_update' },
    success: 200,
  })
  update(@JsonBody() body: unknown): never {
    updateVolumeTypeSchema.validate(body);
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: '/types/:id/action',
    action: 'delete',
    policy: { rule: 'volume_extension:type_delete' },
    success: 202,
  })
  delete(): never {
    throw new HttpError(400);
  }
}
