// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { NETWORKS, type Networks } from '../../../network/networks.js';
import { PROXIED } from '../proxy-range.js';

/** Networks that floating IPs come from (nova 26, api/openstack/compute/floating_ip_pools.py). */
@Controller('v2.1')
export class FloatingIpPools {
  constructor(@Inject(NETWORKS) private readonly networks: Networks) {}

  @Operation({
    method: 'GET',
    path: '/os-floating-ip-pools',
    microversions: PROXIED,
    policy: { rule: 'os_compute_api:os-floating-ip-pools' },
    success: 200,
  })
  async list(@Caller() context: RequestContext): Promise<unknown> {
    const pools = await this.networks.resources(context).networks.external(context);
    return { floating_ip_pools: pools.map(({ id, name }) => ({ name: name === null || name === '' ? id : name })) };
  }
}
