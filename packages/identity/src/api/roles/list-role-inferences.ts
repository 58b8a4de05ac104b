// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { groupBy } from '../../common/group-by.js';
import { ruleRole } from './inference-view.js';

@Controller('v3')
export class ListRoleInferences {
  constructor(@Inject(Roles) private readonly roles: Roles) {}

  @Operation({
    method: 'GET',
    path: '/role_inferences',
    policy: { rule: 'identity:list_role_inference_rules' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const rules = await this.roles.inferences();
    const ids = new Set(rules.flatMap(({ priorId, impliedId }) => [priorId, impliedId]));
    const roles = new Map((await this.roles.listByIds([...ids])).map((role) => [role.id, role]));
    const byPrior = groupBy(rules, ({ priorId }) => priorId);
    return {
      role_inferences: [...byPrior].flatMap(([priorId, group]) => {
        const prior = roles.get(priorId);
        if (prior === undefined) return [];
        const implied = group.flatMap(({ impliedId }) => roles.get(impliedId) ?? []);
        return [{ prior_role: ruleRole(request, prior), implies: implied.map((role) => ruleRole(request, role)) }];
      }),
    };
  }
}
