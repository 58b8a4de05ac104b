// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields, writeFields } from '../../common/fields.js';
import { regionFields } from '../../catalog/region.js';
import { Regions } from '../../catalog/regions.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { regionProperties } from './region-schema.js';

const schema = new SchemaValidator('region_update', {
  type: 'object',
  properties: regionProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateRegion {
  constructor(@Inject(Regions) private readonly regions: Regions) {}

  @Operation({ method: 'PATCH', path: '/regions/:region_id', policy: { rule: 'identity:update_region' }, success: 200 })
  async handle(@Req() request: Request, @Param('region_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'region', schema);
    assertSameId(body, id);
    const region = await this.regions.update(id, readFields(without(body, 'id'), regionFields));
    return memberView(request, 'regions', 'region', writeFields(region, regionFields));
  }
}
