// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { GroupService } from '../../../groups/group-service.js';
import { flagOf } from '../../flag.js';
import { groupSchemas } from '../../schemas/groups.js';

const PATH = '/groups/:id/action';
const microversions = { min: '3.38' } as const;

/** Replication of a group. */
@Controller('v3')
export class ReplicateGroup {
  constructor(@Inject(GroupService) private readonly groups: GroupService) {}

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'enable_replication',
    microversions,
    policy: { rule: 'group:enable_replication', target: 'resource' },
    success: 202,
  })
  async enable(@Caller() context: RequestContext, @Param('id') id: string, @JsonBody() body: unknown): Promise<void> {
    groupSchemas.enableReplication.validate(body);
    await this.groups.replication.enable(context, await this.groups.get(context, id));
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'disable_replication',
    microversions,
    policy: { rule: 'group:disable_replication', target: 'resource' },
    success: 202,
  })
  async disable(@Caller() context: RequestContext, @Param('id') id: string, @JsonBody() body: unknown): Promise<void> {
    groupSchemas.disableReplication.validate(body);
    await this.groups.replication.disable(context, await this.groups.get(context, id));
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'failover_replication',
    microversions,
    policy: { rule: 'group:failover_replication', target: 'resource' },
    success: 202,
  })
  async failOver(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(groupSchemas.failoverReplication)
    body: {
      readonly failover_replication: {
        readonly allow_attached_volume?: unknown;
        readonly secondary_backend_id?: string | null;
      };
    },
  ): Promise<void> {
    const { failover_replication: wanted } = body;
    await this.groups.replication.failOver(context, await this.groups.get(context, id), {
      allowAttachedVolume: flagOf(wanted.allow_attached_volume) === true,
      secondaryBackendId: wanted.secondary_backend_id ?? null,
    });
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'list_replication_targets',
    microversions,
    policy: { rule: 'group:list_replication_targets', target: 'resource' },
    success: 200,
  })
  async listTargets(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
  ): Promise<unknown> {
    groupSchemas.listReplicationTargets.validate(body);
    return this.groups.replication.listTargets(context, await this.groups.get(context, id));
  }
}
