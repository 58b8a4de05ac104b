// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Regions } from '../../catalog/regions.js';

@Controller('v3')
export class DeleteRegion {
  constructor(@Inject(Regions) private readonly regions: Regions) {}

  @Operation({
    method: 'DELETE',
    path: '/regions/:region_id',
    policy: { rule: 'identity:delete_region' },
    success: 204,
  })
  async handle(@Param('region_id') id: string): Promise<void> {
    await this.regions.delete(id);
  }
}
