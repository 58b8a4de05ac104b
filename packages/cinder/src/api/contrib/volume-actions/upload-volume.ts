// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { HttpError, type Request } from '@stackport/wsgi';
import { CinderError } from '../../../errors/base.js';
import type { VolumeRow } from '../../../volumes/volume.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { VolumeUpload } from '../../../volumes/volume-upload.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';
import { uploadView } from '../../views/upload-view.js';
import { ownTarget } from '../../views/volume-type-view.js';

const UPLOAD = 'volume_extension:volume_actions:upload_image';
const UPLOAD_PUBLIC = 'volume_extension:volume_actions:upload_public';
const WITH_VISIBILITY = 3001;

interface Wanted {
  readonly image_name: string;
  readonly force?: boolean | string;
  readonly disk_format?: string;
  readonly container_format?: string | null;
  readonly visibility?: string;
  readonly protected?: boolean | string;
}

@Controller('v3')
export class UploadVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeUpload) private readonly uploads: VolumeUpload,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-volume_upload_image',
    policy: { rule: [UPLOAD, UPLOAD_PUBLIC], target: 'resource' },
    success: 202,
  })
  async upload(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
    @JsonBody() body: { readonly 'os-volume_upload_image': Wanted },
  ): Promise<unknown> {
    const withVisibility = microversionOf(request) >= WITH_VISIBILITY;
    const { uploadImage, uploadImageWithVisibility } = volumeActionSchemas;
    (withVisibility ? uploadImageWithVisibility : uploadImage).validate(body);
    const wanted = body['os-volume_upload_image'];
    const volume = await this.volumes.get(context, id);
    this.enforcer.authorize(UPLOAD, ownTarget(context), context);
    const fields = { ...fieldsOf(wanted), ...(withVisibility ? visibilityOf(wanted) : {}) };
    checkEncrypted(volume, fields);
    if (fields.visibility === 'public') this.enforcer.authorize(UPLOAD_PUBLIC, ownTarget(context), context);
    const force = flagOf(wanted.force ?? false) === true;
    const uploaded = await this.uploads.upload(context, volume, fields, { force }).catch((error: unknown) => {
      // Whatever stands against it is the request's fault to upstream.
      throw error instanceof CinderError ? new HttpError(400, error.message, { cause: error }) : error;
    });
    return { 'os-volume_upload_image': uploadView(context, uploaded, this.enforcer) };
  }
}

function fieldsOf(wanted: Wanted): Readonly<Record<string, unknown>> {
  return {
    container_format: wanted.container_format === undefined ? 'bare' : wanted.container_format,
    disk_format: wanted.disk_format ?? 'raw',
    name: wanted.image_name,
  };
}

function visibilityOf(wanted: Wanted): Readonly<Record<string, unknown>> {
  return { visibility: wanted.visibility ?? 'private', protected: flagOf(wanted.protected ?? false) === true };
}

/** What is encrypted cannot become another format. Throws `HttpError` 400. */
function checkEncrypted(volume: VolumeRow, fields: Readonly<Record<string, unknown>>): void {
  if (volume.encryptionKeyId === null || (fields.disk_format === 'raw' && fields.container_format === 'bare')) return;
  throw new HttpError(
    400,
    "An encrypted volume uploaded as an image must use 'raw' disk_format and 'bare' container_format, which are the " +
      'defaults for these options.',
  );
}
