// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request, Response } from '@stackport/wsgi';
import { ServerImages } from '../../../servers/images/server-images.js';
import { emptyResponse } from '../../empty-response.js';
import { isSince } from '../../microversion.js';
import { createBackupSchema, createImageSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { ImageLocation } from '../image-location.js';
import { serverAction } from './action-path.js';

type Metadata = Readonly<Record<string, string>>;

interface ImageBody {
  readonly createImage: { readonly name: string; readonly metadata?: Metadata };
}

interface BackupBody {
  readonly createBackup: {
    readonly name: string;
    readonly backup_type: string;
    readonly rotation: number | string;
    readonly metadata?: Metadata;
  };
}

@Controller('v2.1')
export class ImageActions {
  constructor(
    @Inject(ServerImages) private readonly images: ServerImages,
    @Inject(ImageLocation) private readonly location: ImageLocation,
  ) {}

  @Operation(serverAction('createImage', 'os_compute_api:servers:create_image'))
  async createImage(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(createImageSchema) { createImage: body }: ImageBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const order = { name: body.name.trim(), properties: body.metadata ?? {} };
    const image = await this.images.snapshot(context, id, order, { checksQuota: !isSince(request, '2.39') });
    if (isSince(request, '2.45')) return { image_id: image.id };
    return located(this.location.of(context, image.id));
  }

  @Operation(serverAction('createBackup', 'os_compute_api:os-create-backup'))
  async createBackup(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(createBackupSchema) { createBackup: body }: BackupBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const rotation = Number(body.rotation);
    const order = { name: body.name.trim(), properties: body.metadata ?? {}, kind: body.backup_type, rotation };
    const image = await this.images.backup(context, id, order, { checksQuota: !isSince(request, '2.39') });
    if (isSince(request, '2.45')) return { image_id: image.id };
    // Upstream names its own address here, where images were once served too; of no rotation nothing stays.
    const base = request.applicationUrl.replace(/\/+$/, '');
    return located(rotation > 0 ? `${base}/images/${image.id}` : undefined);
  }
}

function located(location: string | undefined): Response {
  return emptyResponse(202, location === undefined ? {} : { Location: location });
}
