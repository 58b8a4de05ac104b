// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { Response } from '@stackport/wsgi';
import { AttachmentService } from '../../../attachments/attachment-service.js';

@Controller('v3')
export class CompleteAttachment {
  constructor(@Inject(AttachmentService) private readonly attachments: AttachmentService) {}

  @Operation({
    method: 'POST',
    path: '/attachments/:id/action',
    action: 'os-complete',
    microversions: { min: '3.44' },
    policy: { rule: 'volume:attachment_complete', target: 'resource' },
    success: 204,
  })
  async complete(@Caller() context: RequestContext, @Param('id') id: string): Promise<Response> {
    await this.attachments.complete(context, id);
    return new Response(204);
  }
}
