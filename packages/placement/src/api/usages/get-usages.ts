// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, ENFORCER } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request, Response } from '@stackport/wsgi';
import { type UsageOwner } from '../../usages/usage-repository.js';
import { Usages } from '../../usages/usages.js';
import { answer } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { Query } from '../query.js';
import { schemaAt } from '../schemas/allocations.js';
import { getUsages } from '../schemas/names.js';

const RULE = 'placement:usages';
/** The first microversion that tells types of consumers apart. */
const WITH_TYPES = 1038;

@Controller(LEAF)
export class GetUsages {
  constructor(
    @Inject(Usages) private readonly usages: Usages,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/usages',
    microversions: { min: '1.9' },
    policy: { rule: RULE, target: 'resource' },
    success: 200,
    givesJson: true,
  })
  async get(@Caller() context: RequestContext, @Req() request: Request): Promise<Response> {
    const version = versionOf(request);
    const query = new Query(request);
    const project = query.get('project_id');
    await this.enforcer.authorizeAsync(RULE, { project_id: project ?? null }, context);
    query.validate(schemaAt(getUsages, version));
    const owner = { project: project ?? '', user: query.get('user_id') };
    const usages =
      version >= WITH_TYPES ? await this.#byType(owner, query.get('consumer_type')) : await this.usages.ofOwner(owner);
    return answer(request, { usages });
  }

  async #byType(owner: UsageOwner, type: string | undefined): Promise<Record<string, unknown>> {
    const found = await this.usages.byConsumerType(owner, type);
    return Object.fromEntries(
      [...found].map(([name, { consumers, used }]) => [name, { ...used, consumer_count: consumers }]),
    );
  }
}
