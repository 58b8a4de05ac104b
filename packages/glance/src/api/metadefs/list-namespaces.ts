// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { listedContent, namespaceView } from '../../metadefs/metadef-views.js';
import type { GlanceSettings } from '../../settings.js';
import { METADEFS, SETTINGS } from '../tokens.js';
import { parseNamespaceListQuery } from './list-queries.js';

@Controller('v2')
export class ListNamespaces {
  constructor(
    @Inject(METADEFS) private readonly metadefs: Metadefs,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces',
    policy: {
      rule: ['get_metadef_namespaces', 'list_metadef_resource_types', 'get_metadef_namespace'],
      target: 'resource',
    },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const query = parseNamespaceListQuery(request.query, this.settings);
    const { namespaces, paged } = await this.metadefs.namespaces.list(context, query);
    const parameters = new URLSearchParams([...new Map(request.query)].filter(([name]) => name !== 'marker'));
    const last = namespaces.at(-1)?.namespace.namespace;
    return {
      namespaces: namespaces.map(({ namespace, resourceTypes }) =>
        namespaceView(namespace, listedContent(resourceTypes)),
      ),
      ...(paged && last !== undefined ? { next: link(new URLSearchParams([...parameters, ['marker', last]])) } : {}),
      schema: '/v2/schemas/metadefs/namespaces',
      first: link(parameters),
    };
  }
}

function link(parameters: URLSearchParams): string {
  return parameters.size === 0 ? '/v2/metadefs/namespaces' : `/v2/metadefs/namespaces?${parameters.toString()}`;
}
