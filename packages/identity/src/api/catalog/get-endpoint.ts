// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Endpoints } from '../../catalog/endpoints.js';
import { memberView } from '../shared/views.js';
import { endpointView } from './endpoint-view.js';

@Controller('v3')
export class GetEndpoint {
  constructor(@Inject(Endpoints) private readonly endpoints: Endpoints) {}

  @Operation({
    method: 'GET',
    path: '/endpoints/:endpoint_id',
    policy: { rule: 'identity:get_endpoint' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_id') id: string): Promise<unknown> {
    return memberView(request, 'endpoints', 'endpoint', endpointView(await this.endpoints.get(id)));
  }
}
