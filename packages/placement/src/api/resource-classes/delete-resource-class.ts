// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClassInUse, ResourceClassIsStandard } from '../../errors.js';
import { ResourceClasses } from '../../resource-classes/resource-classes.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';

@Controller(LEAF)
export class DeleteResourceClass {
  constructor(@Inject(ResourceClasses) private readonly resourceClasses: ResourceClasses) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/resource_classes/:name',
    microversions: { min: '1.2' },
    policy: { rule: 'placement:resource_classes:delete' },
    success: 204,
  })
  async delete(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    const text = (error: Error): string => `Error in delete resource class: ${error.message}`;
    await rephrased(this.resourceClasses.delete(name), [
      [ResourceClassIsStandard, 400, text],
      [ResourceClassInUse, 409, text],
    ]);
    return emptyAnswer(request, 204);
  }
}
