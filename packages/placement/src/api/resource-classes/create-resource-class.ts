// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClassExists } from '../../errors.js';
import { ResourceClasses } from '../../resource-classes/resource-classes.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { type NameBody, resourceClass } from '../schemas/names.js';
import { resourceClassUrl } from './resource-class-view.js';

@Controller(LEAF)
export class CreateResourceClass {
  constructor(@Inject(ResourceClasses) private readonly resourceClasses: ResourceClasses) {}

  @PlacementOperation({
    method: 'POST',
    path: '/resource_classes',
    microversions: { min: '1.2' },
    policy: { rule: 'placement:resource_classes:create' },
    success: 201,
    takesJson: true,
  })
  async create(@Req() request: Request): Promise<Response> {
    const { name } = await readBody<NameBody>(request, resourceClass);
    await rephrased(this.resourceClasses.create(name), [
      [ResourceClassExists, 409, () => `Conflicting resource class already exists: ${name}`],
    ]);
    return emptyAnswer(request, 201, { location: resourceClassUrl(request, name) });
  }
}
