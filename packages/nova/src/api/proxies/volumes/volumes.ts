// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { type Request, Response } from '@stackport/wsgi';
import { VOLUMES, type Volumes } from '../../../volume/volumes.js';
import { Links } from '../../links.js';
import { createVolumeSchema, volumesQuery } from '../../schemas/proxies.js';
import { CheckedBody, CheckedQuery } from '../../validation/checked-parameters.js';
import { proxyOperations } from '../proxy-operation.js';
import { volumeView } from './volume-view.js';

const PATH = '/os-volumes';
const operation = proxyOperations('os-volumes');

interface VolumeBody {
  readonly volume: {
    readonly size: number | string;
    readonly volume_type?: string;
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly snapshot_id?: string;
    readonly availability_zone?: string;
    readonly display_name?: string;
    readonly display_description?: string;
  };
}

/** The Block Storage service's volumes, in the words of the days when nova had them (nova 26, api/openstack/compute/volumes.py). */
@Controller('v2.1')
export class VolumeProxy {
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
    return { volume: volumeView(await this.volumes.get(context, id)) };
  }

  @Operation(operation('POST', PATH, 'create'))
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createVolumeSchema) { volume }: VolumeBody,
    @Req() request: Request,
  ): Promise<Response> {
    // Somebody else's snapshot is not there, before anything is made.
    if (volume.snapshot_id !== undefined) await this.volumes.getSnapshot(context, volume.snapshot_id);
    const made = await this.volumes.create(context, {
      size: Number(volume.size),
      name: volume.display_name ?? null,
      description: volume.display_description ?? null,
      ...(volume.metadata === undefined ? {} : { metadata: volume.metadata }),
      snapshotId: volume.snapshot_id ?? null,
      volumeType: volume.volume_type ?? null,
      availabilityZone: volume.availability_zone ?? null,
    });
    const [self] = this.links.of(request, PATH.slice(1), made.id);
    return Response.json({ volume: volumeView(made) }, 200, self === undefined ? {} : { Location: self.href });
  }

  @Operation(operation('DELETE', `${PATH}/:id`, 'delete', 202))
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.volumes.delete(context, id);
  }

  async #list(context: RequestContext, request: Request): Promise<unknown> {
    return { volumes: this.links.limited(await this.volumes.list(context), request).map(volumeView) };
  }
}
