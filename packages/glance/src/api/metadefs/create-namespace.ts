// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { encodePath, Response, type Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { namespaceHref, namespaceView, newContentView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { writing } from '../read-only.js';
import { METADEFS } from '../tokens.js';
import { namespaceRequest } from './requests.js';

/** The rules after the first are asked for what the namespace is created with. */
@Controller('v2')
export class CreateNamespace {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'POST',
    path: '/metadefs/namespaces',
    policy: {
      rule: [
        'add_metadef_namespace',
        'add_metadef_resource_type_association',
        'add_metadef_object',
        'add_metadef_property',
        'add_metadef_tag',
      ],
      target: 'resource',
    },
    success: 201,
  })
  async create(@Caller() context: RequestContext, @Req() request: Request): Promise<Response> {
    const { values, content } = namespaceRequest(await requiredBody(request));
    const namespace = await this.metadefs.namespaces.create(writing(context), values, content);
    const location = request.hostUrl + encodePath(namespaceHref(namespace.namespace));
    return Response.json(namespaceView(namespace, newContentView(content)), 201, { Location: location });
  }
}
