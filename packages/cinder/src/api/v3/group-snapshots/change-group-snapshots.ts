// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { InvalidInput } from '../../../errors/base.js';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { GroupService } from '../../../groups/group-service.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { groupSnapshotSchemas } from '../../schemas/groups.js';
import { refuseMigrated } from '../groups/migrated-groups.js';

/** Making, deleting and resetting group snapshots. */
@Controller('v3')
export class ChangeGroupSnapshots {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(GroupSnapshotService) private readonly groupSnapshots: GroupSnapshotService,
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
  ) {}

  @Operation({
    method: 'POST',
    path: '/group_snapshots',
    microversions: { min: '3.14' },
    policy: { rule: 'group:create_group_snapshot', target: 'resource' },
    success: 202,
  })
  async create(
    @Caller() context: RequestContext,
    @JsonBody(groupSnapshotSchemas.create)
    body: {
      readonly group_snapshot: {
        readonly group_id: string;
        readonly name?: string | null;
        readonly description?: string | null;
      };
    },
  ): Promise<unknown> {
    const { group_id: groupId, name = null, description = null } = body.group_snapshot;
    const group = await this.groups.get(context, groupId);
    await refuseMigrated(this.types, group.groupTypeId, 'group snapshots');
    const row = await this.groupSnapshots.create(context, group, { name, description });
    return { group_snapshot: { id: row.id, name: row.name, group_type_id: row.groupTypeId } };
  }

  @Operation({
    method: 'DELETE',
    path: '/group_snapshots/:id',
    microversions: { min: '3.14' },
    policy: { rule: 'group:delete_group_snapshot', target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    const row = await this.groupSnapshots.get(context, id);
    await refuseMigrated(this.types, row.groupTypeId, 'group snapshots');
    await this.groupSnapshots.delete(context, row).catch((error: unknown) => {
      // A frozen back end is told no better upstream.
      throw error instanceof InvalidInput
        ? new HttpError(400, `Error occurred when deleting group snapshot ${id}.`, { cause: error })
        : error;
    });
  }

  @Operation({
    method: 'POST',
    path: '/group_snapshots/:id/action',
    action: 'reset_status',
    microversions: { min: '3.19' },
    policy: { rule: 'group:reset_group_snapshot_status', target: 'resource' },
    success: 202,
  })
  async resetStatus(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(groupSnapshotSchemas.resetStatus) body: { readonly reset_status: { readonly status: string } },
  ): Promise<void> {
    await this.groupSnapshots.resetStatus(context, id, body.reset_status.status.toLowerCase());
  }
}
