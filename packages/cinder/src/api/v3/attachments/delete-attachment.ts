// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { AttachmentService } from '../../../attachments/attachment-service.js';
import { attachmentSummary } from '../../views/attachment-view.js';

@Controller('v3')
export class DeleteAttachment {
  constructor(@Inject(AttachmentService) private readonly attachments: AttachmentService) {}

  /** Answers with the attachments that the volume still has. */
  @Operation({
    method: 'DELETE',
    path: '/attachments/:id',
    microversions: { min: '3.27' },
    policy: { rule: 'volume:attachment_delete', target: 'resource' },
    success: 200,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    const left = await this.attachments.delete(context, id);
    return { attachments: left.map((row) => attachmentSummary(row)) };
  }
}
