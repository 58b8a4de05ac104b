// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { GroupService } from '../../../groups/group-service.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { elementOf, namesOf, optionalText } from './request-body.js';

/** From here on name and description may be emptied. */
const BLANK_PROPERTIES = 3006;

/** Changing and deleting a consistency group. */
@Controller('v3')
export class ChangeConsistencyGroup {
  constructor(@Inject(GroupService) private readonly groups: GroupService) {}

  @Operation({
    method: 'PUT',
    path: '/consistencygroups/:id',
    policy: { rule: 'group:update', target: 'resource' },
    success: 202,
  })
  update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<void> {
    return this.#update(context, id, body, microversionOf(request) >= BLANK_PROPERTIES);
  }

  /** The path of the former API, whose rules do not change. */
  @Operation({
    method: 'PUT',
    path: '/consistencygroups/:id/update',
    policy: { rule: 'group:update', target: 'resource' },
    success: 202,
  })
  updateByFormerPath(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
  ): Promise<void> {
    return this.#update(context, id, body, false);
  }

  @Operation({
    method: 'POST',
    path: '/consistencygroups/:id/delete',
    policy: { rule: 'group:delete', target: 'resource' },
    success: 202,
  })
  delete(@Caller() context: RequestContext, @Param('id') id: string, @JsonBody() body: unknown): Promise<void> {
    return this.#delete(context, id, body);
  }

  /** It takes a body as the other one does. */
  @Operation({
    method: 'DELETE',
    path: '/consistencygroups/:id',
    policy: { rule: 'group:delete', target: 'resource' },
    success: 202,
  })
  deleteByMethod(@Caller() context: RequestContext, @Param('id') id: string, @JsonBody() body: unknown): Promise<void> {
    return this.#delete(context, id, body);
  }

  async #update(context: RequestContext, id: string, body: unknown, allowsEmpty: boolean): Promise<void> {
    if (body === undefined || body === null) throw new HttpError(400, 'Missing request body.');
    const wanted = elementOf(body, 'consistencygroup');
    const group = await this.groups.get(context, id);
    const { name, description } = namesOf(wanted);
    const [addVolumes, removeVolumes] = [optionalText(wanted, 'add_volumes'), optionalText(wanted, 'remove_volumes')];
    const moves = Boolean(addVolumes) || Boolean(removeVolumes);
    if (allowsEmpty && name === null && description === null && !moves)
      throw new HttpError(
        400,
        'Must specify one or more of the following keys to update: name, description, add_volumes, remove_volumes.',
      );
    if (!allowsEmpty && !name && !description && !moves)
      throw new HttpError(
        400,
        'Name, description, add_volumes, and remove_volumes can not be all empty in the request body.',
      );
    await this.groups.update(context, group, { name, description, addVolumes, removeVolumes });
  }

  async #delete(context: RequestContext, id: string, body: unknown): Promise<void> {
    // Upstream's handler cannot be called without one.
    if (body === undefined || body === null) throw new HttpError(400);
    const isEmpty = typeof body === 'object' && Object.keys(body).length === 0;
    const { force = false } = isEmpty ? {} : elementOf(body, 'consistencygroup');
    const deleteVolumes = flagOf(force);
    if (deleteVolumes === undefined) throw new HttpError(400, `Invalid value 'False' for force.`);
    await this.groups.delete(context, await this.groups.get(context, id), { deleteVolumes });
  }
}
