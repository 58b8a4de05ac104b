// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { FlavorService } from '../../flavors/flavor-service.js';
import { isSince } from '../microversion.js';
import { createFlavorSchema, updateFlavorSchema } from '../schemas/flavors.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { flagOf } from '../validation/values.js';
import { FlavorPresenter } from './flavor-presenter.js';

interface CreateBody {
  readonly flavor: {
    readonly name: string;
    readonly id?: string | number | null;
    readonly ram: number | string;
    readonly vcpus: number | string;
    readonly disk: number | string;
    readonly 'OS-FLV-EXT-DATA:ephemeral'?: number | string;
    readonly swap?: number | string;
    readonly rxtx_factor?: number | string;
    readonly 'os-flavor-access:is_public'?: boolean | string;
    readonly description?: string | null;
  };
}

@Controller('v2.1')
export class ManageFlavors {
  constructor(
    @Inject(FlavorService) private readonly flavors: FlavorService,
    @Inject(FlavorPresenter) private readonly presenter: FlavorPresenter,
  ) {}

  @Operation({
    method: 'POST',
    path: '/flavors',
    policy: { rule: 'os_compute_api:os-flavor-manage:create' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createFlavorSchema) { flavor }: CreateBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const made = await this.flavors.create(context, {
      flavorid: flavor.id ? String(flavor.id) : undefined,
      name: flavor.name.trim(),
      memoryMb: Number(flavor.ram),
      vcpus: Number(flavor.vcpus),
      rootGb: Number(flavor.disk),
      ephemeralGb: Number(flavor['OS-FLV-EXT-DATA:ephemeral'] ?? 0),
      swap: Number(flavor.swap ?? 0),
      rxtxFactor: Number(flavor.rxtx_factor ?? 1),
      isPublic: flagOf(flavor['os-flavor-access:is_public'] ?? true) ?? true,
      description: isSince(request, '2.55') ? (flavor.description ?? null) : null,
    });
    return this.presenter.answer(context, request, made);
  }

  @Operation({
    method: 'PUT',
    path: '/flavors/:id',
    microversions: { min: '2.55' },
    policy: { rule: 'os_compute_api:os-flavor-manage:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(updateFlavorSchema) body: { readonly flavor: { readonly description: string | null } },
    @Req() request: Request,
  ): Promise<unknown> {
    const updated = await this.flavors.setDescription(context, id, body.flavor.description);
    return this.presenter.answer(context, request, updated);
  }

  @Operation({
    method: 'DELETE',
    path: '/flavors/:id',
    policy: { rule: 'os_compute_api:os-flavor-manage:delete' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.flavors.delete(context, id);
  }
}
