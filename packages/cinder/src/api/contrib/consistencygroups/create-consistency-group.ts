// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { CinderError, NotFound } from '../../../errors/base.js';
import { GroupTypeNotFoundByName } from '../../../errors/group-types.js';
import { DEFAULT_CGSNAPSHOT_TYPE, GroupTypeService } from '../../../group-types/group-type-service.js';
import { GroupService } from '../../../groups/group-service.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { nameView } from '../../views/group-view.js';
import { elementOf, namesOf, optionalText } from './request-body.js';

/** Making consistency groups: they are groups of the type that stands for them. */
@Controller('v3')
export class CreateConsistencyGroup {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(GroupSnapshotService) private readonly groupSnapshots: GroupSnapshotService,
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
  ) {}

  @Operation({ method: 'POST', path: '/consistencygroups', policy: { rule: 'group:create' }, success: 202 })
  async create(@Caller() context: RequestContext, @JsonBody() body: unknown): Promise<unknown> {
    const wanted = elementOf(body, 'consistencygroup');
    const { name, description } = namesOf(wanted);
    const volumeTypes = optionalText(wanted, 'volume_types');
    if (!volumeTypes)
      throw new HttpError(400, `volume_types must be provided to create consistency group ${name ?? 'None'}.`);
    const availabilityZone = optionalText(wanted, 'availability_zone');
    const groupType = await this.types.getByName(context, DEFAULT_CGSNAPSHOT_TYPE).catch((error: unknown) => {
      throw error instanceof GroupTypeNotFoundByName
        ? new HttpError(
            400,
            `Group type ${DEFAULT_CGSNAPSHOT_TYPE} not found. Rerun migration script to create the default cgsnapshot type.`,
            { cause: error },
          )
        : error;
    });
    const row = await this.groups.create(context, {
      name,
      description,
      groupType: groupType.id,
      volumeTypes: volumeTypes.replace(/,+$/, '').split(','),
      availabilityZone,
    });
    return { consistencygroup: nameView(row) };
  }

  @Operation({
    method: 'POST',
    path: '/consistencygroups/create_from_src',
    policy: { rule: 'group:create' },
    success: 202,
  })
  async createFromSource(@Caller() context: RequestContext, @JsonBody() body: unknown): Promise<unknown> {
    const wanted = elementOf(body, 'consistencygroup-from-src');
    const { name, description } = namesOf(wanted);
    const groupSnapshotId = optionalText(wanted, 'cgsnapshot_id');
    const sourceGroupId = optionalText(wanted, 'source_cgid');
    if (!groupSnapshotId && !sourceGroupId)
      throw new HttpError(
        400,
        `Either 'cgsnapshot_id' or 'source_cgid' must be provided to create consistency group ${name ?? 'None'} from source.`,
      );
    if (groupSnapshotId && sourceGroupId)
      throw new HttpError(
        400,
        `Cannot provide both 'cgsnapshot_id' and 'source_cgid' to create consistency group ${name ?? 'None'} from source.`,
      );
    try {
      if (sourceGroupId) await this.groups.get(context, sourceGroupId);
      if (groupSnapshotId) await this.groupSnapshots.get(context, groupSnapshotId);
      const row = await this.groups.createFromSource(context, { name, description, groupSnapshotId, sourceGroupId });
      return { consistencygroup: nameView(row) };
    } catch (error) {
      if (error instanceof NotFound || !(error instanceof CinderError)) throw error;
      throw new HttpError(400, error.message, { cause: error });
    }
  }
}
