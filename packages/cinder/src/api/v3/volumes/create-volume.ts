// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import type { ObjectValues } from '../../../objects/wire-object.js';
import { VolumeTypeDefaultMisconfiguredError } from '../../../errors/volume-types.js';
import { CreateVolume } from '../../../volumes/create-volume.js';
import { VolumeSources } from '../../../volumes/volume-sources.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { volumeSchemas } from '../../schemas/volumes.js';
import { VolumePresenter } from './volume-presenter.js';

const HINTS = 'OS-SCH-HNT:scheduler_hints';
const SERVER_IMAGES = 3046;

type Text = string | null;

interface Body {
  readonly volume: {
    readonly name?: Text;
    readonly display_name?: Text;
    readonly description?: Text;
    readonly display_description?: Text;
    readonly size?: number | Text;
    readonly volume_type?: Text;
    readonly metadata?: Readonly<Record<string, string>> | null;
    readonly availability_zone?: Text;
    readonly snapshot_id?: Text;
    readonly source_volid?: Text;
    readonly consistencygroup_id?: Text;
    readonly group_id?: Text;
    readonly backup_id?: Text;
    readonly image_id?: Text;
    readonly imageRef?: Text;
    readonly multiattach?: unknown;
  };
  readonly [HINTS]?: ObjectValues | null;
}

@Controller('v3')
export class CreateVolumeOperation {
  constructor(
    @Inject(VolumeSources) private readonly sources: VolumeSources,
    @Inject(CreateVolume) private readonly creation: CreateVolume,
    @Inject(VolumePresenter) private readonly presenter: VolumePresenter,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes',
    policy: { rule: 'volume:create' },
    success: 202,
  })
  async create(@Caller() context: RequestContext, @Req() request: Request, @JsonBody() body: Body): Promise<unknown> {
    const microversion = microversionOf(request);
    schemaOf(microversion).validate(body);
    const hints = body[HINTS] ?? undefined;
    if (hints !== undefined) volumeSchemas.schedulerHints.validate({ [HINTS]: hints });
    const { volume: wanted } = body;
    const found = await this.sources.find(context, {
      volumeType: wanted.volume_type,
      snapshotId: wanted.snapshot_id,
      sourceVolumeId: wanted.source_volid,
      groupId: (microversion >= 3013 ? wanted.group_id : undefined) ?? wanted.consistencygroup_id,
      backupId: microversion >= 3047 ? wanted.backup_id : undefined,
      imageRef: wanted.image_id === undefined ? wanted.imageRef : wanted.image_id,
      serverImages: microversion >= SERVER_IMAGES,
    });
    const size = wanted.size ?? found.snapshot?.volumeSize ?? found.sourceVolume?.size ?? found.backup?.size;
    if (flagOf(wanted.multiattach ?? false) === true)
      throw new HttpError(
        400,
        'multiattach parameter has been removed. The default behavior is to use multiattach enabled volume types. ' +
          'Contact your administrator to create a multiattach enabled volume type and use it to create multiattach volumes.',
      );
    // Upstream's int(None).
    if (size === undefined || size === null) throw new HttpError(400);
    const volume = await this.creation
      .create(context, {
        ...found,
        size,
        name: trimmed(wanted.name === undefined ? wanted.display_name : wanted.name),
        description: trimmed(wanted.description === undefined ? wanted.display_description : wanted.description),
        metadata: wanted.metadata ?? {},
        availabilityZone: wanted.availability_zone ?? null,
        ...(hints === undefined ? {} : { schedulerHints: hints }),
      })
      .catch((error: unknown) => {
        throw error instanceof VolumeTypeDefaultMisconfiguredError
          ? new HttpError(500, error.message, { cause: error })
          : error;
      });
    return { volume: this.presenter.detail(context, request, volume, { extended: false }) };
  }
}

function schemaOf(microversion: number): (typeof volumeSchemas)['create'] {
  if (microversion >= 3053) return volumeSchemas.createStrictly;
  if (microversion >= 3047) return volumeSchemas.createFromBackup;
  return microversion >= 3013 ? volumeSchemas.createInGroup : volumeSchemas.create;
}

function trimmed(text: Text | undefined): Text {
  return text?.trim() ?? null;
}
