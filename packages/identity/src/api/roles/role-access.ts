// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import { isNotFound } from '../../errors.js';
import type { Role } from '../../roles/role.js';
import { Roles } from '../../roles/roles.js';
import { Access } from '../shared/access.js';
import { callerOf } from '../shared/identity-context.js';
import { roleView } from './role-view.js';

/** Roles of a domain have rules of their own. */
@Injectable()
export class RoleAccess {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Access) private readonly access: Access,
  ) {}

  /** The role, if the rule for it or for a domain's role allows the verb. Throws PolicyNotAuthorized, `NotFound`. */
  async authorized(request: Request, verb: 'get' | 'update' | 'delete', id: string): Promise<Role> {
    callerOf(request);
    const role = await this.roles.find(id);
    if (role?.domainId != null) {
      await this.access.authorize(request, `identity:${verb}_domain_role`, { role: roleView(role) });
      return role;
    }
    await this.access.authorize(request, `identity:${verb}_role`, role === undefined ? {} : { role: roleView(role) });
    return role ?? this.roles.get(id);
  }

  /** Throws PolicyNotAuthorized, `NotFound` for either role. */
  async authorizedPair(request: Request, rule: string, priorId: string, impliedId?: string): Promise<void> {
    callerOf(request);
    try {
      const prior = await this.roles.get(priorId);
      const implied = impliedId === undefined ? undefined : await this.roles.get(impliedId);
      const target = {
        prior_role: roleView(prior),
        ...(implied === undefined ? {} : { implied_role: roleView(implied) }),
      };
      await this.access.authorize(request, rule, target);
    } catch (error) {
      // Who may not ask does not find out which of them exists.
      if (isNotFound(error)) await this.access.authorize(request, rule);
      throw error;
    }
  }
}
