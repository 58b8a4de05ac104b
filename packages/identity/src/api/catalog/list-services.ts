// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { writeFields } from '../../common/fields.js';
import { ListFilter } from '../../common/list-filter.js';
import { serviceFields } from '../../catalog/service.js';
import { Services } from '../../catalog/services.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListServices {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Operation({ method: 'GET', path: '/services', policy: { rule: 'identity:list_services' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['type', 'name']);
    const found = await this.services.list(filter);
    return collectionView(
      request,
      'services',
      'services',
      found.map((one) => writeFields(one, serviceFields)),
      { filter },
    );
  }
}
