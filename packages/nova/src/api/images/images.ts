// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { Invalid } from '../../errors/base.js';
import { ImageNotAuthorized } from '../../errors/image.js';
import { IMAGES, type Images, type ImageValues } from '../../image/images.js';
import { Links } from '../links.js';
import { ImageLocation } from '../servers/image-location.js';
import { ImageViews } from './image-view.js';
import { knownImage } from './known-image.js';

const UNTIL = { min: '2.1', max: '2.35' };
const PATH = '/images';

/** Names of filters in this API, and in the Image service's. */
const FILTERS: Readonly<Record<string, string>> = {
  name: 'name',
  status: 'status',
  'changes-since': 'updated_at',
  server: 'instance_uuid',
  type: 'image_type',
  minRam: 'min_ram',
  minDisk: 'min_disk',
};
const PROPERTY = 'property-';

/** The Image service's images, as the Compute API shows them to old clients (nova 26, api/openstack/compute/images.py). */
@Controller('v2.1')
export class ImageProxy {
  constructor(
    @Inject(IMAGES) private readonly images: Images,
    @Inject(Links) private readonly links: Links,
    @Inject(ImageLocation) private readonly location: ImageLocation,
  ) {}

  @Operation({ method: 'GET', path: PATH, microversions: UNTIL, policy: 'authenticated', success: 200 })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const views = this.#views(context, request);
    return this.#list(context, request, PATH, (image) => views.summary(image));
  }

  @Operation({ method: 'GET', path: `${PATH}/detail`, microversions: UNTIL, policy: 'authenticated', success: 200 })
  async detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const views = this.#views(context, request);
    return this.#list(context, request, `${PATH}/detail`, (image) => views.detail(image));
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, microversions: UNTIL, policy: 'authenticated', success: 200 })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const image = await knownImage(this.images.show(context, id));
    return { image: this.#views(context, request).detail(image) };
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, microversions: UNTIL, policy: 'authenticated', success: 204 })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await knownImage(this.images.show(context, id));
    try {
      await this.images.delete(context, id);
    } catch (error) {
      if (!(error instanceof ImageNotAuthorized)) throw error;
      throw new HttpError(403, 'You are not allowed to delete the image.');
    }
  }

  #views(context: RequestContext, request: Request): ImageViews {
    return new ImageViews(context, request, this.links, this.location);
  }

  async #list(
    context: RequestContext,
    request: Request,
    path: string,
    view: (image: ImageValues) => Record<string, unknown>,
  ): Promise<unknown> {
    const { limit, marker } = this.links.page(request);
    const found = await this.#find(context, { filters: filtersOf(request), limit, marker });
    const ids = found.map(({ id }) => id);
    const next = this.links.next(request, path.slice(1), ids);
    return { images: found.map(view), ...(next.length === 0 ? {} : { images_links: next }) };
  }

  async #find(context: RequestContext, query: Parameters<Images['find']>[1]): Promise<readonly ImageValues[]> {
    try {
      return await this.images.find(context, query);
    } catch (error) {
      if (error instanceof Invalid) throw new HttpError(400, error.message);
      throw error;
    }
  }
}

function filtersOf({ query }: Request): Readonly<Record<string, string>> {
  const filters: Record<string, string> = {};
  for (const [name, value] of query) {
    if (name.startsWith(PROPERTY)) filters[name.slice(PROPERTY.length)] = value;
    const known = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (known !== undefined) filters[known] = valueOf(name, value);
  }
  return filters;
}

function valueOf(name: string, value: string): string {
  if (name === 'status') return value.toLowerCase();
  if (name === 'changes-since') return `gte:${value}`;
  // A server may be named by its address.
  return name === 'server' ? value.slice(value.lastIndexOf('/') + 1) : value;
}
