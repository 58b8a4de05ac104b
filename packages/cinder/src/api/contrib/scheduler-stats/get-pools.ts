// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { type PoolState, ServiceService } from '../../../services/service-service.js';
import { queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';

const WITH_FILTERS = 3028;
const WITH_TYPE_FILTER = 3035;

@Controller('v3')
export class GetPools {
  constructor(
    @Inject(ServiceService) private readonly services: ServiceService,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
  ) {}

  @Operation({
    method: 'GET',
    path: '/scheduler-stats/get_pools',
    policy: { rule: 'scheduler_extension:scheduler_stats:get_pools' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const microversion = microversionOf(request);
    const detail = queryFlag(request.query, 'detail');
    const given = Object.fromEntries([...request.query].filter(([name]) => name !== 'detail'));
    const filters = this.filters.process(context, given, {
      resource: 'pool',
      microversion,
      before: (all) => (microversion < WITH_FILTERS ? {} : all),
    });
    const { volume_type: volumeType, ...rest } = filters;
    const asked = microversion >= WITH_TYPE_FILTER && volumeType !== undefined ? filters : rest;
    const pools = await this.services.pools(context, asked);
    return { pools: pools.map((pool) => poolView(pool, detail)) };
  }
}

function poolView({ name, capabilities }: PoolState, detail: boolean): Record<string, unknown> {
  if (!detail) return { name };
  const protocol = capabilities?.storage_protocol;
  return {
    name,
    // Of several spellings of a protocol the first is meant for users.
    capabilities: Array.isArray(protocol)
      ? { ...capabilities, storage_protocol: protocol[0] as unknown }
      : (capabilities ?? null),
  };
}
