// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ImageStores } from '../../images/image-stores.js';
import { writing } from '../read-only.js';
import { IMAGE_STORES } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DeleteFromStore {
  constructor(@Inject(IMAGE_STORES) private readonly stores: ImageStores) {}

  @Operation({
    method: 'DELETE',
    path: '/stores/:store_id/:image_id',
    policy: { rule: ['get_image_location', 'delete_image_location'], target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async delete(
    @Caller() context: RequestContext,
    @Param('store_id') storeId: string,
    @Param('image_id') imageId: string,
  ): Promise<void> {
    await this.stores.remove(writing(context), storeId, imageId);
  }
}
