// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { PolicyNotAuthorized } from '@stackport/policy';
import { AttachmentService } from '../../../attachments/attachment-service.js';
import { NotAuthorized } from '../../../errors/base.js';
import { VolumeAttachmentNotFound } from '../../../errors/attachments.js';
import type { ObjectValues } from '../../../objects/wire-object.js';
import { attachmentSchemas } from '../../schemas/attachments.js';
import { attachmentDetail } from '../../views/attachment-view.js';
import { attachmentFailure } from './failure.js';

@Controller('v3')
export class UpdateAttachment {
  constructor(@Inject(AttachmentService) private readonly attachments: AttachmentService) {}

  @Operation({
    method: 'PUT',
    path: '/attachments/:id',
    microversions: { min: '3.27' },
    policy: { rule: 'volume:attachment_update', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(attachmentSchemas.update) body: { readonly attachment: { readonly connector: ObjectValues } },
  ): Promise<unknown> {
    try {
      const attachment = await this.attachments.update(context, id, body.attachment.connector);
      return { attachment: attachmentDetail(attachment) };
    } catch (error) {
      if ([PolicyNotAuthorized, NotAuthorized, VolumeAttachmentNotFound].some((kind) => error instanceof kind))
        throw error;
      throw attachmentFailure(error, {
        told: 'Unable to update the attachment.',
        withReason: (reason) => `Unable to update attachment.(${reason}).`,
      });
    }
  }
}
