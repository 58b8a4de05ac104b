// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ClusterService } from '../../../clusters/cluster-service.js';
import { NotFound } from '../../../errors/base.js';
import { microversionOf } from '../../microversion.js';
import { type ClusterBody, disableClusterSchema, enableClusterSchema } from '../../schemas/clusters.js';
import { clusterSummary } from '../../views/cluster-view.js';
import { WITH_REPLICATION } from './list-clusters.js';

/** Enables and disables; the verb stands where other resources have an id. */
@Controller('v3')
export class UpdateCluster {
  constructor(@Inject(ClusterService) private readonly clusters: ClusterService) {}

  @Operation({
    method: 'PUT',
    path: '/clusters/:id',
    microversions: { min: '3.7' },
    policy: { rule: 'clusters:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') verb: string,
    @JsonBody() given: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    if (verb !== 'enable' && verb !== 'disable') throw new NotFound('Unknown action');
    const disabled = verb === 'disable';
    (disabled ? disableClusterSchema : enableClusterSchema).validate(given);
    const { name, binary, disabled_reason: text } = given as ClusterBody;
    const reason = disabled ? (text?.trim() ?? null) : null;
    const state = await this.clusters.updateDisabled(
      context,
      { name, binary: binary ?? 'cinder-volume' },
      { disabled, reason },
    );
    const summary = clusterSummary(state, microversionOf(request) >= WITH_REPLICATION);
    return { cluster: { ...summary, disabled_reason: reason } };
  }
}
