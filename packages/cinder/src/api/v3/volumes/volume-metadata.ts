// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, Response, type Request } from '@stackport/wsgi';
import { InvalidVolumeMetadataSize, VolumeMetadataNotFound } from '../../../errors/volumes.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { microversionOf } from '../../microversion.js';
import { volumeSchemas } from '../../schemas/volumes.js';

const WITH_ETAGS = 3015;
type Metadata = Readonly<Record<string, string>>;

/** The operations on a volume's metadata: one file, since each is a line or two. */
@Controller('v3')
export class VolumeMetadata {
  constructor(@Inject(VolumeService) private readonly volumes: VolumeService) {}

  @Operation({
    method: 'GET',
    path: '/volumes/:volume_id/metadata',
    policy: { rule: 'volume:get_volume_metadata', target: 'resource' },
    success: 200,
  })
  async list(
    @Caller() context: RequestContext,
    @Param('volume_id') id: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const metadata = await this.volumes.getMetadata(context, id);
    if (microversionOf(request) < WITH_ETAGS) return { metadata };
    const text = pythonJson(metadata);
    return new Response(200, { 'Content-Type': 'application/json', Etag: etagOf(metadata) }, text);
  }

  @Operation({
    method: 'GET',
    path: '/volumes/:volume_id/metadata/:id',
    policy: { rule: 'volume:get_volume_metadata', target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('volume_id') volumeId: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    const metadata = await this.volumes.getMetadata(context, volumeId);
    if (!Object.hasOwn(metadata, key)) throw new VolumeMetadataNotFound(volumeId, key);
    return { meta: { [key]: metadata[key] } };
  }

  @Operation({
    method: 'POST',
    path: '/volumes/:volume_id/metadata',
    policy: { rule: 'volume:create_volume_metadata', target: 'resource' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('volume_id') id: string,
    @JsonBody(volumeSchemas.metadata) body: { readonly metadata: Metadata },
  ): Promise<unknown> {
    return { metadata: await this.volumes.setMetadata(context, id, body.metadata, 'create').catch(tooLarge) };
  }

  @Operation({
    method: 'PUT',
    path: '/volumes/:volume_id/metadata/:id',
    policy: { rule: 'volume:update_volume_metadata', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('volume_id') volumeId: string,
    @Param('id') key: string,
    @Req() request: Request,
    @JsonBody(volumeSchemas.metadataItem) body: { readonly meta: Metadata },
  ): Promise<unknown> {
    await this.#checkMatch(context, volumeId, request);
    if (!Object.hasOwn(body.meta, key)) throw new HttpError(400, 'Request body and URI mismatch');
    await this.volumes.setMetadata(context, volumeId, body.meta, 'update').catch(tooLarge);
    return { meta: body.meta };
  }

  @Operation({
    method: 'PUT',
    path: '/volumes/:volume_id/metadata',
    policy: { rule: 'volume:update_volume_metadata', target: 'resource' },
    success: 200,
  })
  async replace(
    @Caller() context: RequestContext,
    @Param('volume_id') id: string,
    @Req() request: Request,
    @JsonBody(volumeSchemas.metadata) body: { readonly metadata: Metadata },
  ): Promise<unknown> {
    await this.#checkMatch(context, id, request);
    return { metadata: await this.volumes.setMetadata(context, id, body.metadata, 'replace').catch(tooLarge) };
  }

  @Operation({
    method: 'DELETE',
    path: '/volumes/:volume_id/metadata/:id',
    policy: { rule: 'volume:delete_volume_metadata', target: 'resource' },
    success: 200,
  })
  async delete(
    @Caller() context: RequestContext,
    @Param('volume_id') volumeId: string,
    @Param('id') key: string,
  ): Promise<void> {
    await this.volumes.deleteMetadata(context, volumeId, key);
  }

  /** `If-Match` must name what is there. Throws `HttpError` 412. */
  async #checkMatch(context: RequestContext, id: string, request: Request): Promise<void> {
    const wanted = request.headers.get('if-match');
    if (microversionOf(request) < WITH_ETAGS || wanted === undefined || wanted.trim() === '*') return;
    const tags = wanted.split(',').map((tag) => tag.trim().replaceAll('"', ''));
    if (!tags.includes(etagOf(await this.volumes.getMetadata(context, id)))) throw new HttpError(412);
  }
}

function tooLarge(error: unknown): never {
  throw error instanceof InvalidVolumeMetadataSize ? new HttpError(413, error.message, { cause: error }) : error;
}

function etagOf(metadata: Metadata): string {
  return createHash('md5').update(pythonJson(metadata)).digest('hex');
}

/** As Python writes it: its hash is what clients compare. */
function pythonJson(metadata: Metadata): string {
  const text = (value: string): string =>
    JSON.stringify(value).replaceAll(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const entries = Object.entries(metadata).map(([key, value]) => `${text(key)}: ${text(value)}`);
  return `{"metadata": {${entries.join(', ')}}}`;
}
