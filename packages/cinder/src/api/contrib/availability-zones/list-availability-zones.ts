// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { ServiceService } from '../../../services/service-service.js';

@Controller('v3')
export class ListAvailabilityZones {
  constructor(@Inject(ServiceService) private readonly services: ServiceService) {}

  @Operation({ method: 'GET', path: '/os-availability-zone', policy: 'authenticated', success: 200 })
  async list(): Promise<unknown> {
    const zones = await this.services.availabilityZones();
    return { availabilityZoneInfo: zones.map(({ name, available }) => ({ zoneName: name, zoneState: { available } })) };
  }
}
