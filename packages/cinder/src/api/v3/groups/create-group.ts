// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { PolicyNotAuthorized } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import { CinderError } from '../../../errors/base.js';
import { GroupNotFound, GroupSnapshotNotFound } from '../../../errors/groups.js';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import { GroupService } from '../../../groups/group-service.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { isUuidLike } from '../../../volume-types/volume-type-service.js';
import { groupSchemas } from '../../schemas/groups.js';
import { nameView } from '../../views/group-view.js';
import { refuseMigrated } from './migrated-groups.js';

type Text = string | null | undefined;

/** Making groups, of nothing and of others. */
@Controller('v3')
export class CreateGroup {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(GroupSnapshotService) private readonly groupSnapshots: GroupSnapshotService,
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
  ) {}

  @Operation({
    method: 'POST',
    path: '/groups',
    microversions: { min: '3.13' },
    policy: { rule: 'group:create', target: 'resource' },
    success: 202,
  })
  async create(
    @Caller() context: RequestContext,
    @JsonBody(groupSchemas.create)
    body: {
      readonly group: {
        readonly name?: Text;
        readonly description?: Text;
        readonly group_type: string;
        readonly volume_types: readonly string[];
        readonly availability_zone?: Text;
      };
    },
  ): Promise<unknown> {
    const { group: wanted } = body;
    const groupType = isUuidLike(wanted.group_type)
      ? wanted.group_type
      : (await this.types.getByName(context, wanted.group_type)).id;
    await refuseMigrated(this.types, groupType);
    const row = await this.groups.create(context, {
      name: wanted.name?.trim() ?? null,
      description: wanted.description?.trim() ?? null,
      groupType,
      volumeTypes: wanted.volume_types,
      availabilityZone: wanted.availability_zone ?? null,
    });
    return { group: nameView(row) };
  }

  @Operation({
    method: 'POST',
    path: '/groups/action',
    action: 'create-from-src',
    microversions: { min: '3.14' },
    policy: { rule: ['group:create', 'group:get', 'group:get_group_snapshot'], target: 'resource' },
    success: 202,
  })
  async createFromSource(
    @Caller() context: RequestContext,
    @JsonBody(groupSchemas.createFromSource)
    body: {
      readonly 'create-from-src': {
        readonly name?: Text;
        readonly description?: Text;
        readonly group_snapshot_id?: string;
        readonly source_group_id?: string;
      };
    },
  ): Promise<unknown> {
    const { 'create-from-src': wanted } = body;
    const { group_snapshot_id: groupSnapshotId, source_group_id: sourceGroupId } = wanted;
    const source =
      groupSnapshotId === undefined
        ? await this.groups.get(context, sourceGroupId ?? '')
        : await this.groupSnapshots.get(context, groupSnapshotId);
    await refuseMigrated(this.types, source.groupTypeId);
    try {
      const row = await this.groups.createFromSource(context, {
        name: wanted.name?.trim() ?? null,
        description: wanted.description?.trim() ?? null,
        groupSnapshotId,
        sourceGroupId,
      });
      return { group: nameView(row) };
    } catch (error) {
      throw copyFault(error);
    }
  }
}

/** Upstream answers all that goes wrong here with 400, but for a source that is not there. */
export function copyFault(error: unknown): unknown {
  if (error instanceof GroupNotFound || error instanceof GroupSnapshotNotFound) return error;
  if (error instanceof PolicyNotAuthorized)
    return new HttpError(400, `Policy doesn't allow ${error.rule} to be performed.`, { cause: error });
  return error instanceof CinderError ? new HttpError(400, error.message, { cause: error }) : error;
}
