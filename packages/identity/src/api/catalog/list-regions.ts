// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { writeFields } from '../../common/fields.js';
import { ListFilter } from '../../common/list-filter.js';
import { regionFields } from '../../catalog/region.js';
import { Regions } from '../../catalog/regions.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListRegions {
  constructor(@Inject(Regions) private readonly regions: Regions) {}

  @Operation({ method: 'GET', path: '/regions', policy: { rule: 'identity:list_regions' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['parent_region_id']);
    const found = await this.regions.list(filter);
    return collectionView(
      request,
      'regions',
      'regions',
      found.map((one) => writeFields(one, regionFields)),
      { filter },
    );
  }
}
