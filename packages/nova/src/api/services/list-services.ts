// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ServiceDirectory } from '../../services/service-directory.js';
import { lastOf } from '../links.js';
import { isSince } from '../microversion.js';
import { listServicesQuery } from '../schemas/services.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { isApiService } from './api-services.js';
import { serviceView } from './service-view.js';

@Controller('v2.1')
export class ListServices {
  constructor(@Inject(ServiceDirectory) private readonly directory: ServiceDirectory) {}

  @Operation({
    method: 'GET',
    path: '/os-services',
    policy: { rule: 'os_compute_api:os-services:list' },
    success: 200,
  })
  async list(@CheckedQuery(listServicesQuery) query: URLSearchParams, @Req() request: Request): Promise<unknown> {
    const [host, binary] = [lastOf(query, 'host'), lastOf(query, 'binary')];
    const isWanted = (one: { readonly host: string | null; readonly binary: string | null }): boolean =>
      !isApiService(one) && (!host || one.host === host) && (!binary || one.binary === binary);
    const { services, unknown } = await this.directory.listWithUnknown();
    // From 2.69 on the hosts of a cell that does not answer are told with what is known of them.
    const down = isSince(request, '2.69') ? unknown.filter(isWanted) : [];
    return {
      services: [
        ...services.filter(isWanted).map((one) => serviceView(one, this.directory.isUp(one), request)),
        ...down.map((one) => ({ binary: one.binary, host: one.host, status: 'UNKNOWN' })),
      ],
    };
  }
}
