// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { isTrue } from '../../../is-true.js';
import { VOLUMES, type Volumes } from '../../../volume/volumes.js';
import { Links } from '../../links.js';
import { createSnapshotSchema, volumesQuery } from '../../schemas/proxies.js';
import { CheckedBody, CheckedQuery } from '../../validation/checked-parameters.js';
import { proxyOperations } from '../proxy-operation.js';
import { snapshotView } from './volume-view.js';

const PATH = '/os-snapshots';
const operation = proxyOperations('os-volumes:snapshots');

interface SnapshotBody {
  readonly snapshot: {
    readonly volume_id: string;
    readonly force?: boolean | string;
    readonly display_name?: string;
    readonly display_description?: string;
  };
}

/** Snapshots of volumes (nova 26, api/openstack/compute/volumes.py). */
@Controller('v2.1')
export class SnapshotProxy {
  constructor(
    @Inject(VOLUMES) private readonly volumes: Volumes,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation(operation('GET', PATH, 'list'))
  list(
    @Caller() context: RequestContext,
    @CheckedQuery(volumesQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    return this.#list(context, request);
  }

  @Operation(operation('GET', `${PATH}/detail`, 'detail'))
  detail(
    @Caller() context: RequestContext,
    @CheckedQuery(volumesQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    return this.#list(context, request);
  }

  @Operation(operation('GET', `${PATH}/:id`, 'show'))
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { snapshot: snapshotView(await this.volumes.getSnapshot(context, id)) };
  }

  @Operation(operation('POST', PATH, 'create'))
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createSnapshotSchema) { snapshot }: SnapshotBody,
  ): Promise<unknown> {
    const made = await this.volumes.createSnapshot(context, snapshot.volume_id, {
      name: snapshot.display_name ?? null,
      description: snapshot.display_description ?? null,
      isForced: isTrue(snapshot.force),
    });
    return { snapshot: snapshotView(made) };
  }

  @Operation(operation('DELETE', `${PATH}/:id`, 'delete', 202))
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.volumes.deleteSnapshot(context, id);
  }

  async #list(context: RequestContext, request: Request): Promise<unknown> {
    return { snapshots: this.links.limited(await this.volumes.listSnapshots(context), request).map(snapshotView) };
  }
}
