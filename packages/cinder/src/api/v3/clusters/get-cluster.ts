// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ClusterService } from '../../../clusters/cluster-service.js';
import { microversionOf } from '../../microversion.js';
import { clusterDetail } from '../../views/cluster-view.js';
import { WITH_REPLICATION } from './list-clusters.js';

@Controller('v3')
export class GetCluster {
  constructor(@Inject(ClusterService) private readonly clusters: ClusterService) {}

  @Operation({
    method: 'GET',
    path: '/clusters/:id',
    microversions: { min: '3.7' },
    policy: { rule: 'clusters:get' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') name: string, @Req() request: Request): Promise<unknown> {
    const binary = request.query.get('binary') ?? 'cinder-volume';
    const state = await this.clusters.get(context, name, binary);
    return { cluster: clusterDetail(state, microversionOf(request) >= WITH_REPLICATION) };
  }
}
