// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { PolicyNotAuthorized } from '@stackport/policy';
import { AttachmentService } from '../../../attachments/attachment-service.js';
import { NotAuthorized, NotFound } from '../../../errors/base.js';
import { InvalidVolume } from '../../../errors/volumes.js';
import type { ObjectValues } from '../../../objects/wire-object.js';
import { attachmentSchemas } from '../../schemas/attachments.js';
import { attachmentDetail } from '../../views/attachment-view.js';
import { attachmentFailure } from './failure.js';

interface Body {
  readonly attachment: {
    readonly volume_uuid: string;
    readonly instance_uuid?: string;
    readonly connector?: ObjectValues | null;
    readonly mode?: string;
  };
}

@Controller('v3')
export class CreateAttachment {
  constructor(@Inject(AttachmentService) private readonly attachments: AttachmentService) {}

  @Operation({
    method: 'POST',
    path: '/attachments',
    microversions: { min: '3.27', max: '3.53' },
    policy: { rule: 'volume:attachment_create', target: 'resource' },
    success: 200,
  })
  create(@Caller() context: RequestContext, @JsonBody(attachmentSchemas.create) body: Body): Promise<unknown> {
    return this.#create(context, body);
  }

  @Operation({
    method: 'POST',
    path: '/attachments',
    microversions: { min: '3.54' },
    policy: { rule: 'volume:attachment_create', target: 'resource' },
    success: 200,
  })
  createWithMode(
    @Caller() context: RequestContext,
    @JsonBody(attachmentSchemas.createWithMode) body: Body,
  ): Promise<unknown> {
    return this.#create(context, body);
  }

  async #create(context: RequestContext, { attachment: wanted }: Body): Promise<unknown> {
    try {
      const attachment = await this.attachments.create(context, {
        volumeId: wanted.volume_uuid,
        instanceUuid: wanted.instance_uuid ?? null,
        connector: wanted.connector ?? null,
        // The word: it tells that nobody chose, so that the connector's mode counts.
        mode: wanted.mode ?? 'null',
      });
      return { attachment: attachmentDetail(attachment) };
    } catch (error) {
      if ([PolicyNotAuthorized, NotAuthorized, NotFound, InvalidVolume].some((kind) => error instanceof kind))
        throw error;
      throw attachmentFailure(error, {
        told: 'Unable to create attachment for volume.',
        withReason: (reason) => `Unable to create attachment for volume (${reason}).`,
      });
    }
  }
}
