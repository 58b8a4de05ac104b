// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClassExists, ResourceClassNotFound } from '../../errors.js';
import { ResourceClasses } from '../../resource-classes/resource-classes.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { resourceClass } from '../schemas/names.js';
import { resourceClassUrl } from './resource-class-view.js';

/** From 1.7 a resource class is made, if it is not there yet, by putting it. */
@Controller(LEAF)
export class PutResourceClass {
  constructor(@Inject(ResourceClasses) private readonly resourceClasses: ResourceClasses) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_classes/:name',
    microversions: { min: '1.7' },
    policy: { rule: 'placement:resource_classes:update' },
    success: 201,
  })
  async put(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    resourceClass.validate({ name });
    const status = (await this.#isNew(name)) ? 201 : 204;
    return emptyAnswer(request, status, { location: resourceClassUrl(request, name) });
  }

  async #isNew(name: string): Promise<boolean> {
    try {
      await this.resourceClasses.get(name);
      return false;
    } catch (error) {
      if (!(error instanceof ResourceClassNotFound)) throw error;
    }
    try {
      await this.resourceClasses.create(name);
      return true;
    } catch (error) {
      // Somebody made it just now.
      if (error instanceof ResourceClassExists) return false;
      throw error;
    }
  }
}
