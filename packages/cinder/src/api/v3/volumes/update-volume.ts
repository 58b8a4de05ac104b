// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { InvalidVolumeMetadataSize } from '../../../errors/volumes.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { microversionOf } from '../../microversion.js';
import { volumeSchemas } from '../../schemas/volumes.js';
import { VolumePresenter } from './volume-presenter.js';

type Text = string | null | undefined;

interface Body {
  readonly volume: {
    readonly name?: Text;
    readonly display_name?: Text;
    readonly description?: Text;
    readonly display_description?: Text;
    readonly metadata?: Readonly<Record<string, string>>;
  };
}

@Controller('v3')
export class UpdateVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumePresenter) private readonly presenter: VolumePresenter,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/volumes/:id',
    policy: { rule: 'volume:update', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
    @JsonBody() body: Body,
  ): Promise<unknown> {
    (microversionOf(request) >= 3053 ? volumeSchemas.updateStrictly : volumeSchemas.update).validate(body);
    const { volume: wanted } = body;
    const volume = await this.volumes
      .update(context, id, {
        name: trimmed(wanted.name === undefined ? wanted.display_name : wanted.name),
        description: trimmed(wanted.description === undefined ? wanted.display_description : wanted.description),
        metadata: wanted.metadata,
      })
      .catch((error: unknown) => {
        throw error instanceof InvalidVolumeMetadataSize ? new HttpError(413, error.message, { cause: error }) : error;
      });
    return { volume: this.presenter.detail(context, request, volume, { extended: false }) };
  }
}

function trimmed(text: Text): Text {
  return typeof text === 'string' ? text.trim() : text;
}
