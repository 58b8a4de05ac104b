// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClasses } from '../../resource-classes/resource-classes.js';
import { answer, lastModified } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { resourceClassView } from './resource-class-view.js';

@Controller(LEAF)
export class GetResourceClass {
  constructor(@Inject(ResourceClasses) private readonly resourceClasses: ResourceClasses) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_classes/:name',
    microversions: { min: '1.2' },
    policy: { rule: 'placement:resource_classes:show' },
    success: 200,
    givesJson: true,
  })
  async get(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    const row = await this.resourceClasses.get(name);
    return answer(request, resourceClassView(request, row.name), { lastModified: lastModified([row]) });
  }
}
