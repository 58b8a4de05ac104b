// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import type { TraitFilter } from '../../traits/trait-repository.js';
import { Traits } from '../../traits/traits.js';
import { answer, lastModified } from '../answers.js';
import { Fault } from '../fault.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { Query } from '../query.js';
import { listTraits } from '../schemas/names.js';

@Controller(LEAF)
export class ListTraits {
  constructor(@Inject(Traits) private readonly traits: Traits) {}

  @PlacementOperation({
    method: 'GET',
    path: '/traits',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:traits:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request): Promise<Response> {
    const query = new Query(request, listTraits);
    const filter = { ...nameFilter(query.get('name')), ...associatedFilter(query.get('associated')) };
    const rows = await this.traits.list(filter);
    return answer(request, { traits: rows.map(({ name }) => name) }, { lastModified: lastModified(rows) });
  }
}

/** `in:A,B` or `startswith:A`; what stands before another colon is passed over, as upstream. */
function nameFilter(text: string | undefined): TraitFilter {
  if (text === undefined) return {};
  const [, operator, value] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (operator === undefined || value === undefined)
    throw new Fault(
      400,
      'Badly formatted name parameter. Expected name query string parameter in form: ' +
        `?name=[in|startswith]:[name1,name2|prefix]. Got: "${text}"`,
    );
  if (operator === 'in') return { names: value.split(',') };
  return operator === 'startswith' ? { prefix: value } : {};
}

function associatedFilter(text: string | undefined): TraitFilter {
  if (text === undefined) return {};
  const value = text.toLowerCase();
  if (value !== 'true' && value !== 'false')
    throw new Fault(400, 'The query parameter "associated" only accepts "true" or "false"');
  return { associated: value === 'true' };
}
