// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Consumers } from '../../oauth1/consumers.js';
import { writeFields } from '../../common/fields.js';
import { consumerFields } from '../../oauth1/oauth1.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListConsumers {
  constructor(@Inject(Consumers) private readonly consumers: Consumers) {}

  @Operation({ method: 'GET', path: '/OS-OAUTH1/consumers', policy: { rule: 'identity:list_consumers' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const consumers = await this.consumers.list();
    return collectionView(
      request,
      'OS-OAUTH1/consumers',
      'consumers',
      consumers.map((one) => writeFields(one, consumerFields)),
    );
  }
}
