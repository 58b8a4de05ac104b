// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { type ImageProperty, IMAGES, type Images } from '../../image/images.js';
import { QuotaService } from '../../quotas/quota-service.js';
import { imageMetadataSchema, imageMetaSchema } from '../schemas/images.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { knownImage } from './known-image.js';

type Metadata = Readonly<Record<string, ImageProperty>>;

const PATH = '/images/:image_id/metadata';
const ROUTE = { microversions: { min: '2.1', max: '2.38' }, policy: 'authenticated' } as const;

/** Properties of images, for old clients (nova 26, api/openstack/compute/image_metadata.py). */
@Controller('v2.1')
export class ImageMetadata {
  constructor(
    @Inject(IMAGES) private readonly images: Images,
    @Inject(QuotaService) private readonly quotas: QuotaService,
  ) {}

  @Operation({ method: 'GET', path: PATH, ...ROUTE, success: 200 })
  async list(@Caller() context: RequestContext, @Param('image_id') image: string): Promise<unknown> {
    return { metadata: await this.#metadata(context, image) };
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, ...ROUTE, success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('image_id') image: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    const metadata = await this.#metadata(context, image);
    if (!Object.hasOwn(metadata, key)) throw new HttpError(404);
    return { meta: { [key]: metadata[key] } };
  }

  @Operation({ method: 'POST', path: PATH, ...ROUTE, success: 200 })
  async create(
    @Caller() context: RequestContext,
    @Param('image_id') image: string,
    @CheckedBody(imageMetadataSchema) { metadata }: { readonly metadata: Metadata },
  ): Promise<unknown> {
    return { metadata: await this.#set(context, image, (before) => ({ ...before, ...metadata })) };
  }

  @Operation({ method: 'PUT', path: PATH, ...ROUTE, success: 200 })
  async updateAll(
    @Caller() context: RequestContext,
    @Param('image_id') image: string,
    @CheckedBody(imageMetadataSchema) { metadata }: { readonly metadata: Metadata },
  ): Promise<unknown> {
    return { metadata: await this.#set(context, image, () => metadata) };
  }

  @Operation({ method: 'PUT', path: `${PATH}/:id`, ...ROUTE, success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('image_id') image: string,
    @Param('id') key: string,
    @CheckedBody(imageMetaSchema) { meta }: { readonly meta: Metadata },
  ): Promise<unknown> {
    if (!Object.hasOwn(meta, key)) throw new HttpError(400, 'Request body and URI mismatch');
    await this.#set(context, image, (before) => ({ ...before, ...meta }));
    return { meta };
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, ...ROUTE, success: 204 })
  async delete(
    @Caller() context: RequestContext,
    @Param('image_id') image: string,
    @Param('id') key: string,
  ): Promise<void> {
    const { [key]: removed, ...rest } = await this.#metadata(context, image);
    if (removed === undefined) throw new HttpError(404, 'Invalid metadata key');
    await knownImage(this.images.setProperties(context, image, rest));
  }

  async #metadata(context: RequestContext, image: string): Promise<Metadata> {
    return (await knownImage(this.images.show(context, image))).properties;
  }

  async #set(context: RequestContext, image: string, change: (before: Metadata) => Metadata): Promise<Metadata> {
    const next = change(await this.#metadata(context, image));
    const over = await this.quotas.overs(context, { project: { metadata_items: Object.keys(next).length } });
    if (over.length > 0) throw new HttpError(403, 'Image metadata limit exceeded');
    return (await knownImage(this.images.setProperties(context, image, next))).properties;
  }
}
