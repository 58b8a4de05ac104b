// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { SnapshotService } from '../../../snapshots/snapshot-service.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { snapshotSchemas } from '../../schemas/snapshots.js';
import { snapshotDetail } from '../../views/snapshot-view.js';

/** From here on volumes in use are snapshotted without being forced. */
const IN_USE = 3066;
type Text = string | null | undefined;

/** Making, reading, changing and deleting a snapshot. */
@Controller('v3')
export class Snapshots {
  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
  ) {}

  @Operation({
    method: 'GET',
    path: '/snapshots/:id',
    policy: { rule: 'volume:get_snapshot', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const row = await this.snapshots.get(context, id);
    const microversion = microversionOf(request);
    const view = snapshotDetail(row, microversion);
    return { snapshot: this.attributes.apply('snapshots', context, view, { row, microversion }) };
  }

  @Operation({
    method: 'POST',
    path: '/snapshots',
    policy: { rule: 'volume:create_snapshot', target: 'resource' },
    success: 202,
  })
  async create(
    @Caller() context: RequestContext,
    @Req() request: Request,
    @JsonBody(snapshotSchemas.create)
    body: {
      readonly snapshot: {
        readonly volume_id: string | null;
        readonly name?: Text;
        readonly display_name?: Text;
        readonly description?: Text;
        readonly force?: unknown;
        readonly metadata?: Readonly<Record<string, string>> | null;
      };
    },
  ): Promise<unknown> {
    const microversion = microversionOf(request);
    const { snapshot: wanted } = body;
    const volume = await this.volumes.get(context, wanted.volume_id ?? 'None');
    const force = wanted.force === undefined ? undefined : flagOf(wanted.force);
    if (force === false && microversion >= IN_USE)
      throw new HttpError(
        400,
        "Since microversion 3.66 the 'force' flag is invalid for this request.  For backward compatability, however, " +
          "when the 'force' flag is passed with a value evaluating to True, it is silently ignored.",
      );
    const row = await this.snapshots.create(context, volume.id, {
      name: (wanted.name === undefined ? wanted.display_name : wanted.name)?.trim() ?? null,
      description: wanted.description?.trim() ?? null,
      metadata: wanted.metadata ?? {},
      allowInUse: force === true || microversion >= IN_USE,
    });
    return { snapshot: snapshotDetail(row, microversion) };
  }

  @Operation({
    method: 'PUT',
    path: '/snapshots/:id',
    policy: { rule: 'volume:update_snapshot', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
    @JsonBody(snapshotSchemas.update)
    body: {
      readonly snapshot: {
        readonly name?: Text;
        readonly display_name?: Text;
        readonly description?: Text;
        readonly display_description?: Text;
      };
    },
  ): Promise<unknown> {
    const { snapshot: wanted } = body;
    const row = await this.snapshots.update(context, id, {
      name: wanted.name === undefined ? wanted.display_name : wanted.name,
      description: wanted.description === undefined ? wanted.display_description : wanted.description,
    });
    return { snapshot: snapshotDetail(row, microversionOf(request)) };
  }

  @Operation({
    method: 'DELETE',
    path: '/snapshots/:id',
    policy: { rule: 'volume:delete_snapshot', target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.snapshots.delete(context, await this.snapshots.get(context, id));
  }
}
