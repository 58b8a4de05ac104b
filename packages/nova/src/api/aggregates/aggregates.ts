// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { AggregateService } from '../../aggregates/aggregate-service.js';
import { createAggregateSchema, updateAggregateSchema } from '../schemas/aggregates.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { integerOf } from '../validation/values.js';
import { aggregateView, newAggregateView } from './aggregate-view.js';

interface Values {
  readonly name?: string;
  readonly availability_zone?: string | null;
}

const rule = (action: string): { readonly rule: string } => ({ rule: `os_compute_api:os-aggregates:${action}` });

@Controller('v2.1')
export class Aggregates {
  constructor(@Inject(AggregateService) private readonly aggregates: AggregateService) {}

  @Operation({ method: 'GET', path: '/os-aggregates', policy: rule('index'), success: 200 })
  async list(@Req() request: Request): Promise<unknown> {
    return { aggregates: (await this.aggregates.list()).map((one) => aggregateView(one, request)) };
  }

  @Operation({ method: 'POST', path: '/os-aggregates', policy: rule('create'), success: 200 })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createAggregateSchema) { aggregate }: { readonly aggregate: Values & { readonly name: string } },
    @Req() request: Request,
  ): Promise<unknown> {
    const zone = aggregate.availability_zone?.trim();
    const made = await this.aggregates.create(context, aggregate.name.trim(), zone);
    return { aggregate: newAggregateView(made, request) };
  }

  @Operation({ method: 'GET', path: '/os-aggregates/:id', policy: rule('show'), success: 200 })
  async get(@Param('id') id: string, @Req() request: Request): Promise<unknown> {
    return { aggregate: aggregateView(await this.aggregates.get(integerOf(id, 'id')), request) };
  }

  @Operation({ method: 'PUT', path: '/os-aggregates/:id', policy: rule('update'), success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(updateAggregateSchema) { aggregate }: { readonly aggregate: Values },
    @Req() request: Request,
  ): Promise<unknown> {
    const updated = await this.aggregates.update(context, integerOf(id, 'id'), {
      name: aggregate.name?.trim(),
      zone: aggregate.availability_zone,
    });
    return { aggregate: aggregateView(updated, request) };
  }

  @Operation({ method: 'DELETE', path: '/os-aggregates/:id', policy: rule('delete'), success: 200 })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.aggregates.delete(context, integerOf(id, 'id'));
  }
}
