// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { GroupService } from '../../../groups/group-service.js';
import { flagOf } from '../../flag.js';
import { groupSchemas } from '../../schemas/groups.js';
import { refuseMigrated } from './migrated-groups.js';

type Text = string | null | undefined;

interface DeleteBody {
  readonly delete: { readonly 'delete-volumes'?: unknown };
}

/** Changing and deleting a group. */
@Controller('v3')
export class ChangeGroup {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/groups/:id',
    microversions: { min: '3.13' },
    policy: { rule: 'group:update', target: 'resource' },
    success: 202,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(groupSchemas.update)
    body: {
      readonly group: {
        readonly name?: Text;
        readonly description?: Text;
        readonly add_volumes?: Text;
        readonly remove_volumes?: Text;
      };
    },
  ): Promise<void> {
    const { group: wanted } = body;
    const group = await this.groups.get(context, id);
    await refuseMigrated(this.types, group.groupTypeId);
    await this.groups.update(context, group, {
      name: wanted.name?.trim(),
      description: wanted.description?.trim(),
      addVolumes: wanted.add_volumes,
      removeVolumes: wanted.remove_volumes,
    });
  }

  @Operation({
    method: 'POST',
    path: '/groups/:id/action',
    action: 'delete',
    microversions: { min: '3.13' },
    policy: { rule: 'group:delete', target: 'resource' },
    success: 202,
  })
  delete(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(groupSchemas.delete) body: DeleteBody,
  ): Promise<void> {
    return this.#delete(context, id, body);
  }

  /** The action is found by its name under this method too, with the body that it has as an action. */
  @Operation({
    method: 'DELETE',
    path: '/groups/:id',
    microversions: { min: '3.13' },
    policy: { rule: 'group:delete', target: 'resource' },
    success: 202,
  })
  deleteByMethod(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(groupSchemas.delete) body: DeleteBody,
  ): Promise<void> {
    return this.#delete(context, id, body);
  }

  @Operation({
    method: 'POST',
    path: '/groups/:id/action',
    action: 'reset_status',
    microversions: { min: '3.20' },
    policy: { rule: 'group:reset_status', target: 'resource' },
    success: 202,
  })
  async resetStatus(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(groupSchemas.resetStatus) body: { readonly reset_status: { readonly status: string } },
  ): Promise<void> {
    await this.groups.resetStatus(context, id, body.reset_status.status.toLowerCase());
  }

  async #delete(context: RequestContext, id: string, { delete: wanted }: DeleteBody): Promise<void> {
    const group = await this.groups.get(context, id);
    await refuseMigrated(this.types, group.groupTypeId);
    await this.groups.delete(context, group, { deleteVolumes: flagOf(wanted['delete-volumes']) === true });
  }
}
