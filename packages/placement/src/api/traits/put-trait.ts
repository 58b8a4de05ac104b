// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { SchemaViolation } from '@stackport/api';
import type { Request, Response } from '@stackport/wsgi';
import { TraitExists, TraitNotFound } from '../../errors.js';
import { Traits } from '../../traits/traits.js';
import { emptyAnswer } from '../answers.js';
import { Fault } from '../fault.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { customTrait } from '../schemas/names.js';
import { traitUrl } from './trait-url.js';

@Controller(LEAF)
export class PutTrait {
  constructor(@Inject(Traits) private readonly traits: Traits) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/traits/:name',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:traits:update' },
    success: 201,
  })
  async put(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    checkName(name);
    const { isNew, createdAt } = await this.#ensure(name);
    return emptyAnswer(request, isNew ? 201 : 204, {
      location: traitUrl(request, name),
      lastModified: createdAt ?? new Date(),
    });
  }

  async #ensure(name: string): Promise<{ readonly isNew: boolean; readonly createdAt: Date | null }> {
    try {
      return { isNew: false, createdAt: (await this.traits.get(name)).createdAt };
    } catch (error) {
      if (!(error instanceof TraitNotFound)) throw error;
    }
    try {
      return { isNew: true, createdAt: (await this.traits.create(name)).createdAt };
    } catch (error) {
      // Somebody made it just now.
      if (error instanceof TraitExists) return { isNew: false, createdAt: null };
      throw error;
    }
  }
}

function checkName(name: string): void {
  try {
    customTrait.validate(name);
  } catch (error) {
    if (!(error instanceof SchemaViolation)) throw error;
    throw new Fault(
      400,
      'The trait is invalid. A valid trait must be no longer than 255 characters, start with the prefix "CUSTOM_" and ' +
        'use following characters: "A"-"Z", "0"-"9" and "_"',
      undefined,
      { cause: error },
    );
  }
}
