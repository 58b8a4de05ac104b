// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { SecurityGroupService } from '../../../network/security-group-service.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { PROXIED } from '../proxy-range.js';
import { givenObject } from './given-object.js';
import { securityGroupRuleView } from './security-group-view.js';

const PATH = '/os-security-group-rules';
const RULE = 'os_compute_api:os-security-groups:rule';
const KEY = 'security_group_rule';

@Controller('v2.1')
export class SecurityGroupRuleProxy {
  constructor(@Inject(SecurityGroupService) private readonly groups: SecurityGroupService) {}

  @Operation({ method: 'POST', path: PATH, microversions: PROXIED, policy: { rule: `${RULE}:create` }, success: 200 })
  async create(@Caller() context: RequestContext, @CheckedBody() body: unknown): Promise<unknown> {
    return { [KEY]: securityGroupRuleView(await this.groups.createRule(context, givenObject(body, KEY))) };
  }

  @Operation({
    method: 'DELETE',
    path: `${PATH}/:id`,
    microversions: PROXIED,
    policy: { rule: `${RULE}:delete` },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.groups.deleteRule(context, id);
  }
}
