// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClasses } from '../../resource-classes/resource-classes.js';
import { answer, lastModified } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { resourceClassView } from './resource-class-view.js';

@Controller(LEAF)
export class ListResourceClasses {
  constructor(@Inject(ResourceClasses) private readonly resourceClasses: ResourceClasses) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_classes',
    microversions: { min: '1.2' },
    policy: { rule: 'placement:resource_classes:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request): Promise<Response> {
    const rows = await this.resourceClasses.list();
    const body = { resource_classes: rows.map(({ name }) => resourceClassView(request, name)) };
    return answer(request, body, { lastModified: lastModified(rows) });
  }
}
