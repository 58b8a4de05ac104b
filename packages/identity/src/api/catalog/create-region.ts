// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields, writeFields } from '../../common/fields.js';
import { regionFields } from '../../catalog/region.js';
import { Regions } from '../../catalog/regions.js';
import { bodyMember } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { regionProperties } from './region-schema.js';

const schema = new SchemaValidator('region_create', {
  type: 'object',
  properties: regionProperties,
  required: [],
  additionalProperties: true,
});

@Controller('v3')
export class CreateRegion {
  constructor(@Inject(Regions) private readonly regions: Regions) {}

  @Operation({ method: 'POST', path: '/regions', policy: { rule: 'identity:create_region' }, success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    // A region needs nothing but to be asked for.
    const document = (await request.json()) as { region?: unknown } | undefined;
    if (document?.region === undefined) schema.validate(null);
    const body = await bodyMember(request, 'region', schema);
    const region = await this.regions.create(readFields(body, regionFields));
    return memberView(request, 'regions', 'region', writeFields(region, regionFields));
  }
}
