// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Trusts } from '../../trusts/trusts.js';
import { Users } from '../../users/users.js';
import { Projects } from '../../projects/projects.js';
import { Roles } from '../../roles/roles.js';
import { Assignments } from '../../assignments/assignments.js';
import { Access } from '../shared/access.js';
import { TRUSTS_PATH, TrustViews } from './trust-views.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageTrusts } from '../shared/delegation.js';
import { bodyMember } from '../shared/bodies.js';
import { parseExpiration } from '../../common/timestamps.js';
import { forbiddenAction, notFound } from '../../errors.js';
import type { IdentityContext } from '../shared/identity-context.js';
import type { Trust } from '../../trusts/trust.js';
import { trustSchema as schema, type TrustBody } from './trust-schema.js';

@Controller('v3')
export class CreateTrust {
  constructor(
    @Inject(Trusts) private readonly trusts: Trusts,
    @Inject(Users) private readonly users: Users,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Assignments) private readonly assignments: Assignments,
    @Inject(TrustViews) private readonly views: TrustViews,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'POST',
    path: '/OS-TRUST/trusts',
    policy: { rule: 'identity:create_trust', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const given = await bodyMember(request, 'trust');
    await this.access.authorize(request, 'identity:create_trust', { trust: given });
    await bodyMember(request, 'trust', schema);
    const body = given as unknown as TrustBody;
    const caller = callerOf(request);
    assertMayManageTrusts(caller);
    if (body.project_id && (body.roles ?? []).length === 0)
      throw forbiddenAction('At least one role should be specified');
    if (caller.userId !== body.trustor_user_id)
      throw forbiddenAction('The authenticated user should match the trustor');
    await this.users.get(body.trustee_user_id);
    const roleIds = await Promise.all(
      (body.roles ?? []).map(async ({ id, name }) => id ?? (await this.roles.getUniqueByName(name ?? '')).id),
    );
    const parent = await this.#redelegated(caller);
    await this.#assertHeld(body, roleIds, parent);
    const trust = await this.trusts.create(
      {
        trustorUserId: body.trustor_user_id,
        trusteeUserId: body.trustee_user_id,
        projectId: body.project_id ?? null,
        impersonation: body.impersonation,
        expiresAt: body.expires_at == null ? null : parseExpiration(body.expires_at, Date.now()),
        remainingUses: body.remaining_uses ?? null,
        roleIds,
        allowRedelegation: body.allow_redelegation ?? false,
        redelegationCount: body.redelegation_count ?? null,
      },
      parent,
    );
    return memberView(request, TRUSTS_PATH, 'trust', await this.views.whole(request, trust));
  }

  /** A token of a trust passes that trust on. */
  async #redelegated({ token }: IdentityContext): Promise<Trust | undefined> {
    return token.payload.trustId === undefined ? undefined : this.trusts.get(token.payload.trustId);
  }

  /** Throws `NotFound` for a role that the first trustor in the chain does not have. */
  async #assertHeld(body: TrustBody, roleIds: readonly string[], parent: Trust | undefined): Promise<void> {
    if (roleIds.length === 0) return;
    const origin =
      parent === undefined
        ? body.trustor_user_id
        : ((await this.trusts.pedigree(parent)).at(-1) ?? parent).trustorUserId;
    const project = body.project_id ? await this.projects.get(body.project_id) : undefined;
    const held =
      project === undefined ? [] : (await this.assignments.rolesOnProject(origin, project, true)).map(({ id }) => id);
    const missing = roleIds.find((id) => !held.includes(id));
    if (missing !== undefined) throw notFound('role', missing);
  }
}
