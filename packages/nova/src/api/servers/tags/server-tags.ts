// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation, type OperationOptions } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request, type Response } from '@stackport/wsgi';
import { ServerTags } from '../../../servers/tags/server-tags.js';
import { emptyResponse } from '../../empty-response.js';
import { Links } from '../../links.js';
import { noBodySchema, serverTagsSchema, tagFault } from '../../schemas/server-parts.js';
import { CheckedBody } from '../../validation/checked-parameters.js';

const PATH = '/servers/:server_id/tags';

const route = (
  method: OperationOptions['method'],
  path: string,
  action: string,
  success: number,
): OperationOptions => ({
  ...{ method, path, success },
  microversions: { min: '2.26' },
  policy: { rule: `os_compute_api:os-server-tags:${action}`, target: 'resource' },
});

@Controller('v2.1')
export class ServerTagRoutes {
  constructor(
    @Inject(ServerTags) private readonly tags: ServerTags,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation(route('GET', PATH, 'index', 200))
  async list(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<unknown> {
    return { tags: await this.tags.list(context, uuid) };
  }

  @Operation(route('GET', `${PATH}/:id`, 'show', 204))
  async check(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') tag: string,
  ): Promise<void> {
    await this.tags.check(context, uuid, tag);
  }

  @Operation(route('PUT', `${PATH}/:id`, 'update', 201))
  async add(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') tag: string,
    @CheckedBody(noBodySchema) _body: null,
    @Req() request: Request,
  ): Promise<Response> {
    const fault = tagFault(tag);
    if (fault !== undefined)
      throw new HttpError(
        400,
        `Tag '${tag}' is invalid. It must be a non empty string without characters '/' and ','. Validation error ` +
          `message: ${fault}`,
      );
    if (!(await this.tags.add(context, uuid, tag))) return emptyResponse(204);
    const [self] = this.links.of(request, 'servers', uuid);
    return emptyResponse(201, { Location: `${self?.href ?? ''}/tags/${encodeURIComponent(tag)}` });
  }

  @Operation(route('PUT', PATH, 'update_all', 200))
  async replace(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedBody(serverTagsSchema) body: { readonly tags: readonly string[] },
  ): Promise<unknown> {
    return { tags: await this.tags.replace(context, uuid, body.tags) };
  }

  @Operation(route('DELETE', `${PATH}/:id`, 'delete', 204))
  async remove(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') tag: string,
  ): Promise<void> {
    await this.tags.remove(context, uuid, tag);
  }

  @Operation(route('DELETE', PATH, 'delete_all', 204))
  async removeAll(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<void> {
    await this.tags.removeAll(context, uuid);
  }
}
