// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { AttachmentService } from '../../../attachments/attachment-service.js';
import { VolumeRepository } from '../../../volumes/volume-repository.js';
import { attachmentDetail } from '../../views/attachment-view.js';

@Controller('v3')
export class GetAttachment {
  constructor(
    @Inject(AttachmentService) private readonly attachments: AttachmentService,
    @Inject(VolumeRepository) private readonly volumes: VolumeRepository,
  ) {}

  @Operation({
    method: 'GET',
    path: '/attachments/:id',
    microversions: { min: '3.27' },
    policy: 'authenticated',
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    const attachment = await this.attachments.get(context, id);
    const { adminMetadata } = await this.volumes.get(context, attachment.volumeId);
    const format = adminMetadata.find(({ key }) => key === 'format')?.value;
    return { attachment: attachmentDetail(attachment, format ?? undefined) };
  }
}
