// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import { isoTime } from '../../common/timestamps.js';
import { Roles } from '../../roles/roles.js';
import type { Trust } from '../../trusts/trust.js';
import { roleView } from '../roles/role-view.js';
import { baseUrl } from '../shared/base-url.js';
import { withSelf } from '../shared/views.js';

export const TRUSTS_PATH = 'OS-TRUST/trusts';

/** A trust without its roles: as lists and rules have it. */
export function trustView(trust: Trust): JsonObject {
  return {
    id: trust.id,
    trustor_user_id: trust.trustorUserId,
    trustee_user_id: trust.trusteeUserId,
    project_id: trust.projectId,
    impersonation: trust.impersonation,
    deleted_at: trust.deletedAt === null ? null : isoTime(trust.deletedAt),
    expires_at:
      trust.expiresAt === null ? null : isoTime(new Date(Math.floor(trust.expiresAt.getTime() / 1000) * 1000)),
    remaining_uses: trust.remainingUses,
    redelegated_trust_id: trust.redelegatedTrustId,
    redelegation_count: trust.redelegationCount,
  };
}

/** Trusts with their roles in full. */
@Injectable()
export class TrustViews {
  constructor(@Inject(Roles) private readonly roles: Roles) {}

  async whole(request: Request, trust: Trust): Promise<JsonObject> {
    const roles = await this.rolesOf(request, trust);
    // The path that upstream really gives (keystone/api/trusts.py).
    const self = `${baseUrl(request)}/${trust.id}/roles`;
    return { ...trustView(trust), roles, roles_links: { self, next: null, previous: null } };
  }

  async rolesOf(request: Request, { roleIds }: Trust): Promise<JsonObject[]> {
    return (await this.roles.listByIds(roleIds)).map((role) => withSelf(request, 'roles', roleView(role)));
  }
}
