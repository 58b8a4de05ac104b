// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClassExists, ResourceClassIsStandard } from '../../errors.js';
import { ResourceClasses } from '../../resource-classes/resource-classes.js';
import { answer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { type NameBody, resourceClass } from '../schemas/names.js';
import { resourceClassView } from './resource-class-view.js';

@Controller(LEAF)
export class RenameResourceClass {
  constructor(@Inject(ResourceClasses) private readonly resourceClasses: ResourceClasses) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_classes/:name',
    microversions: { min: '1.2', max: '1.6' },
    policy: { rule: 'placement:resource_classes:update' },
    success: 200,
    takesJson: true,
  })
  async rename(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    const { name: newName } = await readBody<NameBody>(request, resourceClass);
    await rephrased(this.resourceClasses.rename(name, newName), [
      [ResourceClassExists, 409, () => `Resource class already exists: ${newName}`],
      [ResourceClassIsStandard, 400, () => `Cannot update standard resource class ${name}`],
    ]);
    return answer(request, resourceClassView(request, newName));
  }
}
