// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, Response, type Request } from '@stackport/wsgi';
import { Forbidden, ReservedProperty } from '../../errors.js';
import { RESERVED_NAMESPACE } from '../../images/image-quotas.js';
import type { ImageService, NewImage } from '../../images/image-service.js';
import { newImageOf } from '../../images/new-image.js';
import type { GlanceSettings } from '../../settings.js';
import { requiredBody } from '../body.js';
import { writing } from '../read-only.js';
import type { GlanceSchemas } from '../schemas/schemas.js';
import { IMAGE_PRESENTER, IMAGES, SCHEMAS, SETTINGS } from '../tokens.js';
import { FIXED_ATTRIBUTES, HIDDEN_ATTRIBUTES, RESERVED_ATTRIBUTES } from './attributes.js';
import type { ImagePresenter } from './image-presenter.js';

@Controller('v2')
export class CreateImage {
  constructor(
    @Inject(IMAGES) private readonly images: ImageService,
    @Inject(IMAGE_PRESENTER) private readonly presenter: ImagePresenter,
    @Inject(SCHEMAS) private readonly schemas: GlanceSchemas,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({ method: 'POST', path: '/images', policy: { rule: 'add_image', target: 'resource' }, success: 201 })
  async create(@Caller() context: RequestContext, @Req() request: Request): Promise<Response> {
    const values = this.#read(await requiredBody(request));
    const image = await this.images.create(writing(context), values);
    const headers: Record<string, string> = { Location: `${request.hostUrl}/v2/images/${image.id}` };
    const { importMethods, stores } = this.settings;
    if (importMethods.length > 0) headers['OpenStack-image-import-methods'] = importMethods.join(',');
    if (stores !== undefined) headers['OpenStack-image-store-ids'] = stores.join(',');
    return Response.json(this.presenter.show(context, image), 201, headers);
  }

  /** The image that the body describes. Throws `Forbidden` for what a user may not set, `SchemaViolation` else. */
  #read(body: Record<string, unknown>): NewImage {
    for (const name of HIDDEN_ATTRIBUTES)
      if (Object.hasOwn(body, name)) throw new Forbidden(`Attribute '${name}' is read-only.`);
    this.schemas.image.validate(body);
    const properties: Record<string, string | null> = {};
    for (const [name, value] of Object.entries(body)) {
      if (FIXED_ATTRIBUTES.has(name)) throw new Forbidden(`Attribute '${name}' is read-only.`);
      if (name === 'locations') throw new ReservedProperty(name);
      if (RESERVED_ATTRIBUTES.has(name) || name.startsWith(RESERVED_NAMESPACE))
        throw new HttpError(403, undefined, { detail: `Attribute '${name}' is reserved.` });
      if (Object.hasOwn(this.schemas.imageBase, name)) continue;
      if (name.length > 255) throw new HttpError(400, 'Custom property should not be greater than 255 characters.');
      properties[name] = value as string | null;
    }
    return newImageOf(body, properties);
  }
}
