// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ClusterService } from '../../../clusters/cluster-service.js';
import { microversionOf } from '../../microversion.js';
import { clusterDetail, clusterSummary } from '../../views/cluster-view.js';
import { clusterFilters } from './cluster-filters.js';

/** From here on clusters show how their replication stands. */
export const WITH_REPLICATION = 3026;

@Controller('v3')
export class ListClusters {
  constructor(@Inject(ClusterService) private readonly clusters: ClusterService) {}

  @Operation({
    method: 'GET',
    path: '/clusters',
    microversions: { min: '3.7' },
    policy: { rule: 'clusters:get_all' },
    success: 200,
  })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, clusterSummary);
  }

  @Operation({
    method: 'GET',
    path: '/clusters/detail',
    microversions: { min: '3.7' },
    policy: { rule: 'clusters:get_all' },
    success: 200,
  })
  listDetail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, clusterDetail);
  }

  async #list(context: RequestContext, request: Request, view: typeof clusterSummary): Promise<unknown> {
    const replication = microversionOf(request) >= WITH_REPLICATION;
    const states = await this.clusters.list(context, clusterFilters(request.query, replication));
    return { clusters: states.map((state) => view(state, replication)) };
  }
}
