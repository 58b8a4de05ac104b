// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { AggregateService } from '../../aggregates/aggregate-service.js';
import { IMAGE_CACHING, type ImageCaching } from '../../aggregates/image-caching.js';
import { AggregateHostNotFound, AggregateNotFound, InvalidAggregateHostAction } from '../../errors/aggregates.js';
import { ComputeHostNotFound } from '../../errors/hosts.js';
import { addHostSchema, aggregateImagesSchema, removeHostSchema, setMetadataSchema } from '../schemas/aggregates.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { integerOf } from '../validation/values.js';
import { aggregateView } from './aggregate-view.js';

const PATH = '/os-aggregates/:id/action';
const rule = (action: string): { readonly rule: string } => ({ rule: `os_compute_api:os-aggregates:${action}` });

@Controller('v2.1')
export class AggregateActions {
  constructor(
    @Inject(AggregateService) private readonly aggregates: AggregateService,
    @Inject(IMAGE_CACHING) private readonly imageCaching: ImageCaching,
  ) {}

  @Operation({ method: 'POST', path: PATH, action: 'add_host', policy: rule('add_host'), success: 200 })
  async addHost(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(addHostSchema) body: { readonly add_host: { readonly host: string } },
    @Req() request: Request,
  ): Promise<unknown> {
    const updated = await this.aggregates.addHost(context, integerOf(id, 'id'), body.add_host.host);
    return { aggregate: aggregateView(updated, request) };
  }

  @Operation({ method: 'POST', path: PATH, action: 'remove_host', policy: rule('remove_host'), success: 200 })
  async removeHost(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(removeHostSchema) body: { readonly remove_host: { readonly host: string } },
    @Req() request: Request,
  ): Promise<unknown> {
    const number = integerOf(id, 'id');
    const { host } = body.remove_host;
    try {
      return { aggregate: aggregateView(await this.aggregates.removeHost(context, number, host), request) };
    } catch (error) {
      // Whatever is not there, upstream has one sentence for it.
      const text = `Cannot remove host ${host} in aggregate ${id}`;
      const isMissing = [AggregateNotFound, AggregateHostNotFound, ComputeHostNotFound].some(
        (type) => error instanceof type,
      );
      if (isMissing) throw new HttpError(404, text, { cause: error });
      if (error instanceof InvalidAggregateHostAction) throw new HttpError(409, text, { cause: error });
      throw error;
    }
  }

  @Operation({ method: 'POST', path: PATH, action: 'set_metadata', policy: rule('set_metadata'), success: 200 })
  async setMetadata(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(setMetadataSchema)
    body: { readonly set_metadata: { readonly metadata: Readonly<Record<string, string | null>> } },
    @Req() request: Request,
  ): Promise<unknown> {
    const updated = await this.aggregates.setMetadata(context, integerOf(id, 'id'), body.set_metadata.metadata);
    return { aggregate: aggregateView(updated, request) };
  }

  @Operation({
    method: 'POST',
    path: '/os-aggregates/:id/images',
    microversions: { min: '2.81' },
    policy: { rule: 'compute:aggregates:images' },
    success: 202,
  })
  async cacheImages(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(aggregateImagesSchema) body: { readonly cache: readonly { readonly id: string }[] },
  ): Promise<void> {
    const number = integerOf(id, 'id');
    const imageIds = body.cache.map((image) => image.id);
    if (new Set(imageIds).size !== imageIds.length) throw new HttpError(400, 'Duplicate images in request');
    await this.imageCaching.cache(context, await this.aggregates.get(number), imageIds);
  }
}
