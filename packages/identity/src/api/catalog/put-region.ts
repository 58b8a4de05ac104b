// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Regions } from '../../catalog/regions.js';
import { regionFields } from '../../catalog/region.js';
import { readFields, writeFields } from '../../common/fields.js';
import { ValidationError } from '../../errors.js';
import { bodyMember } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { regionProperties } from './region-schema.js';

const schema = new SchemaValidator('region_create', {
  type: 'object',
  properties: regionProperties,
  additionalProperties: true,
});

/** Creates a region with the id of the path. */
@Controller('v3')
export class PutRegion {
  constructor(@Inject(Regions) private readonly regions: Regions) {}

  @Operation({ method: 'PUT', path: '/regions/:region_id', policy: { rule: 'identity:create_region' }, success: 201 })
  async handle(@Req() request: Request, @Param('region_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'region', schema);
    if (body.id !== undefined && body.id !== id)
      throw new ValidationError(`Conflicting region IDs specified: "${id}" != "${body.id as string}"`);
    const region = await this.regions.create({ ...readFields(body, regionFields), id });
    return memberView(request, 'regions', 'region', writeFields(region, regionFields));
  }
}
