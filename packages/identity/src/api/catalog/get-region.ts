// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { writeFields } from '../../common/fields.js';
import { regionFields } from '../../catalog/region.js';
import { Regions } from '../../catalog/regions.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetRegion {
  constructor(@Inject(Regions) private readonly regions: Regions) {}

  @Operation({ method: 'GET', path: '/regions/:region_id', policy: { rule: 'identity:get_region' }, success: 200 })
  async handle(@Req() request: Request, @Param('region_id') id: string): Promise<unknown> {
    return memberView(request, 'regions', 'region', writeFields(await this.regions.get(id), regionFields));
  }
}
