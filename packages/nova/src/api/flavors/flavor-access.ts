// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { FlavorService } from '../../flavors/flavor-service.js';

@Controller('v2.1')
export class ListFlavorAccess {
  constructor(@Inject(FlavorService) private readonly flavors: FlavorService) {}

  @Operation({
    method: 'GET',
    path: '/flavors/:flavor_id/os-flavor-access',
    policy: { rule: 'os_compute_api:os-flavor-access' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Param('flavor_id') id: string): Promise<unknown> {
    return accessView(id, await this.flavors.listAccess(context, id));
  }
}

/** Who has a flavor. */
export function accessView(flavorId: string, projects: readonly string[]): unknown {
  return { flavor_access: projects.map((project) => ({ flavor_id: flavorId, tenant_id: project })) };
}
