// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { tagNamesView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { METADEFS } from '../tokens.js';
import { tagsRequest } from './requests.js';

/** Replaces a namespace's tags or, with `X-OpenStack-Append`, adds to them. */
@Controller('v2')
export class CreateTags {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'POST',
    path: '/metadefs/namespaces/:namespace/tags',
    policy: { rule: 'add_metadef_tags', target: 'resource' },
    success: 201,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const names = tagsRequest(await requiredBody(request));
    const append = isTrue(request.headers.get('x-openstack-append'));
    await this.metadefs.tags.createMany(context, namespace, names, { append });
    return tagNamesView(names);
  }
}

/** As oslo_utils.strutils.bool_from_string. */
function isTrue(text = ''): boolean {
  return ['1', 't', 'true', 'on', 'y', 'yes'].includes(text.trim().toLowerCase());
}
