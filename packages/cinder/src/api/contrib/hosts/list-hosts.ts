// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServiceService } from '../../../services/service-service.js';
import { wireTime } from '../../wire-time.js';

@Controller('v3')
export class ListHosts {
  constructor(@Inject(ServiceService) private readonly services: ServiceService) {}

  @Operation({ method: 'GET', path: '/os-hosts', policy: { rule: 'volume_extension:hosts' }, success: 200 })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const zone = request.query.get('zone');
    const states = await this.services.list(context, {
      disabled: false,
      ...(zone ? { availabilityZone: zone } : {}),
    });
    return {
      hosts: states.map(({ row, isUp }) => ({
        host_name: row.host,
        service: row.topic,
        zone: row.availabilityZone,
        'service-status': isUp ? 'available' : 'unavailable',
        'service-state': row.disabled === true ? 'disabled' : 'enabled',
        'last-update': wireTime(row.updatedAt),
      })),
    };
  }
}
