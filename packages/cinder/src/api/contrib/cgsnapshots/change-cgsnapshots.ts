// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { InvalidInput } from '../../../errors/base.js';
import { GroupService } from '../../../groups/group-service.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { nameView } from '../../views/group-view.js';
import { elementOf, namesOf, optionalText } from '../consistencygroups/request-body.js';

/** Making and deleting snapshots of consistency groups. */
@Controller('v3')
export class ChangeCgsnapshots {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(GroupSnapshotService) private readonly groupSnapshots: GroupSnapshotService,
  ) {}

  @Operation({
    method: 'POST',
    path: '/cgsnapshots',
    policy: { rule: 'group:create_group_snapshot', target: 'resource' },
    success: 202,
  })
  async create(@Caller() context: RequestContext, @JsonBody() body: unknown): Promise<unknown> {
    const wanted = elementOf(body, 'cgsnapshot');
    const names = namesOf(wanted);
    if (!Object.hasOwn(wanted, 'consistencygroup_id'))
      throw new HttpError(400, "'consistencygroup_id' must be specified");
    const group = await this.groups.get(context, optionalText(wanted, 'consistencygroup_id') ?? 'None');
    return { cgsnapshot: nameView(await this.groupSnapshots.create(context, group, names)) };
  }

  @Operation({
    method: 'DELETE',
    path: '/cgsnapshots/:id',
    policy: { rule: 'group:delete_group_snapshot', target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    const row = await this.groupSnapshots.get(context, id);
    await this.groupSnapshots.delete(context, row).catch((error: unknown) => {
      // A frozen back end is told no better upstream.
      throw error instanceof InvalidInput
        ? new HttpError(400, 'Failed to delete the cgsnapshot', { cause: error })
        : error;
    });
  }
}
