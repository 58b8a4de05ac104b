// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { writeFields } from '../../common/fields.js';
import { serviceFields } from '../../catalog/service.js';
import { Services } from '../../catalog/services.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetService {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Operation({ method: 'GET', path: '/services/:service_id', policy: { rule: 'identity:get_service' }, success: 200 })
  async handle(@Req() request: Request, @Param('service_id') id: string): Promise<unknown> {
    return memberView(request, 'services', 'service', writeFields(await this.services.get(id), serviceFields));
  }
}
