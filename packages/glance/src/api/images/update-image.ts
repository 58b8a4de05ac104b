// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { parseImagePatch, type ImageChange } from '../../images/image-patch.js';
import { RESERVED_NAMESPACE } from '../../images/image-quotas.js';
import type { ImageUpdate } from '../../images/image-update.js';
import { anyBody } from '../body.js';
import { writing } from '../read-only.js';
import type { GlanceSchemas } from '../schemas/schemas.js';
import { IMAGE_PRESENTER, IMAGE_UPDATE, SCHEMAS } from '../tokens.js';
import { FIXED_ATTRIBUTES, HIDDEN_ATTRIBUTES, RESERVED_ATTRIBUTES } from './attributes.js';
import type { ImagePresenter } from './image-presenter.js';

/** Media types of a patch document, and the draft of JSON patch that each is. */
const DRAFTS: Readonly<Record<string, 4 | 10>> = {
  'application/openstack-images-v2.0-json-patch': 4,
  'application/openstack-images-v2.1-json-patch': 10,
};

const READ_ONLY = new Set<string>([
  ...FIXED_ATTRIBUTES,
  ...HIDDEN_ATTRIBUTES.filter((name) => name !== 'stores'),
  'id',
]);

@Controller('v2')
export class UpdateImage {
  constructor(
    @Inject(IMAGE_UPDATE) private readonly update: ImageUpdate,
    @Inject(IMAGE_PRESENTER) private readonly presenter: ImagePresenter,
    @Inject(SCHEMAS) private readonly schemas: GlanceSchemas,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/images/:image_id',
    policy: { rule: 'modify_image', target: 'resource' },
    success: 200,
  })
  async patch(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const draft = DRAFTS[request.contentType];
    if (draft === undefined)
      throw new HttpError(415, undefined, { headers: { 'Accept-Patch': Object.keys(DRAFTS).join(', ') } });
    const changes = parseImagePatch(await anyBody(request), draft);
    for (const change of changes) this.#check(change);
    return this.presenter.show(context, await this.update.apply(writing(context), imageId, changes));
  }

  #check({ operation, path: [name = '', ...rest], value }: ImageChange): void {
    if (READ_ONLY.has(name)) throw new HttpError(403, `Attribute '${name}' is read-only.`);
    if (RESERVED_ATTRIBUTES.has(name) || name.startsWith(RESERVED_NAMESPACE))
      throw new HttpError(403, `Attribute '${name}' is reserved.`);
    if (operation === 'remove') return;
    if (name.length > 255) throw new HttpError(400, 'Custom property should not be greater than 255 characters.');
    this.schemas.image.validate({ [name]: rest.length > 0 ? [value] : value });
  }
}
