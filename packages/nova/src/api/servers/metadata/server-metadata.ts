// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation, type OperationPolicy } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { ServerMetadata } from '../../../servers/server-metadata.js';
import { serverMetadataSchema, serverMetaSchema } from '../../schemas/server-parts.js';
import { CheckedBody } from '../../validation/checked-parameters.js';

type Metadata = Readonly<Record<string, string>>;

const PATH = '/servers/:server_id/metadata';
const policy = (action: string): OperationPolicy => ({
  rule: `os_compute_api:server-metadata:${action}`,
  target: 'resource',
});

@Controller('v2.1')
export class ServerMetadataRoutes {
  constructor(@Inject(ServerMetadata) private readonly metadata: ServerMetadata) {}

  @Operation({ method: 'GET', path: PATH, policy: policy('index'), success: 200 })
  async list(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<unknown> {
    return { metadata: await this.metadata.list(context, uuid) };
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, policy: policy('show'), success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    return { meta: { [key]: await this.metadata.get(context, uuid, key) } };
  }

  @Operation({ method: 'POST', path: PATH, policy: policy('create'), success: 200 })
  async create(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedBody(serverMetadataSchema) body: { readonly metadata: Metadata },
  ): Promise<unknown> {
    return { metadata: await this.metadata.set(context, uuid, body.metadata, 'create') };
  }

  @Operation({ method: 'PUT', path: PATH, policy: policy('update_all'), success: 200 })
  async updateAll(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedBody(serverMetadataSchema) body: { readonly metadata: Metadata },
  ): Promise<unknown> {
    return { metadata: await this.metadata.set(context, uuid, body.metadata, 'update_all') };
  }

  @Operation({ method: 'PUT', path: `${PATH}/:id`, policy: policy('update'), success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') key: string,
    @CheckedBody(serverMetaSchema) { meta }: { readonly meta: Metadata },
  ): Promise<unknown> {
    if (!Object.hasOwn(meta, key)) throw new HttpError(400, 'Request body and URI mismatch');
    await this.metadata.set(context, uuid, meta, 'update');
    return { meta };
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, policy: policy('delete'), success: 204 })
  async delete(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') key: string,
  ): Promise<void> {
    await this.metadata.delete(context, uuid, key);
  }
}
