// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation, type OperationPolicy } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeAttachments } from '../../../servers/volumes/volume-attachments.js';
import { Links } from '../../links.js';
import { isSince } from '../../microversion.js';
import { attachVolumeSchema, listAttachmentsQuery, updateAttachmentSchema } from '../../schemas/server-parts.js';
import { CheckedBody, CheckedQuery } from '../../validation/checked-parameters.js';
import { flagOf } from '../../validation/values.js';
import { attachmentView } from './attachment-view.js';

interface AttachmentBody {
  readonly volumeAttachment: {
    readonly volumeId: string;
    readonly device?: string | null;
    readonly tag?: string;
    readonly delete_on_termination?: boolean | string;
    readonly serverId?: string;
    readonly id?: string;
  };
}

const PATH = '/servers/:server_id/os-volume_attachments';
const RULE = 'os_compute_api:os-volumes-attachments';
const policy = (...actions: readonly string[]): OperationPolicy => ({
  rule: actions.map((action) => `${RULE}:${action}`),
  target: 'resource',
});

@Controller('v2.1')
export class VolumeAttachmentRoutes {
  constructor(
    @Inject(VolumeAttachments) private readonly attachments: VolumeAttachments,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({ method: 'GET', path: PATH, policy: policy('index'), success: 200 })
  async list(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedQuery(listAttachmentsQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const devices = this.links.limited(await this.attachments.list(context, uuid), request);
    const volumes = devices.filter(({ volume_id: id }) => (id ?? '') !== '');
    return { volumeAttachments: volumes.map((device) => attachmentView(device, request)) };
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, policy: policy('show'), success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') volumeId: string,
    @Req() request: Request,
  ): Promise<unknown> {
    return { volumeAttachment: attachmentView(await this.attachments.get(context, uuid, volumeId), request) };
  }

  @Operation({ method: 'POST', path: PATH, policy: policy('create'), success: 200 })
  async create(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedBody(attachVolumeSchema) { volumeAttachment: body }: AttachmentBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const { volumeId, device = null, tag = null, delete_on_termination: isDeleted = false } = body;
    const name = await this.attachments.attach(
      context,
      uuid,
      {
        ...{ volumeId, device, tag },
        deleteOnTermination: flagOf(isDeleted) ?? false,
        knowsMultiattach: isSince(request, '2.60'),
      },
      { toShelved: isSince(request, '2.20') },
    );
    return {
      volumeAttachment: {
        id: volumeId,
        serverId: uuid,
        volumeId,
        device: name,
        ...(isSince(request, '2.70') ? { tag } : {}),
        ...(isSince(request, '2.79') ? { delete_on_termination: isDeleted } : {}),
      },
    };
  }

  @Operation({ method: 'PUT', path: `${PATH}/:id`, policy: policy('swap', 'update'), success: 202 })
  async update(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') volumeId: string,
    @CheckedBody(updateAttachmentSchema) { volumeAttachment: body }: AttachmentBody,
    @Req() request: Request,
  ): Promise<void> {
    const { delete_on_termination: isDeleted, ...rest } = body;
    const change = { ...rest, deleteOnTermination: isDeleted === undefined ? undefined : flagOf(isDeleted) };
    await this.attachments.update(context, uuid, volumeId, change, { onlySwaps: !isSince(request, '2.85') });
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, policy: policy('delete'), success: 202 })
  async delete(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') volumeId: string,
    @Req() request: Request,
  ): Promise<void> {
    await this.attachments.detach(context, uuid, volumeId, { toShelved: isSince(request, '2.20') });
  }
}
