// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { AccessTokens } from '../../oauth1/access-tokens.js';
import { Roles } from '../../roles/roles.js';
import { Projects } from '../../projects/projects.js';
import { Assignments } from '../../assignments/assignments.js';
import { callerOf } from '../shared/identity-context.js';
import { Forbidden, Unauthorized } from '../../errors.js';
import { isDelegated } from '../../tokens/token.js';
import { bodyValue } from '../shared/bodies.js';
import { roleReferences } from '../shared/parameter-types.js';

const schema = new SchemaValidator('request_token_authorize', roleReferences);

@Controller('v3')
export class AuthorizeRequestToken {
  constructor(
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Assignments) private readonly assignments: Assignments,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/OS-OAUTH1/authorize/:request_token_id',
    policy: { rule: 'identity:authorize_request_token' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('request_token_id') id: string): Promise<unknown> {
    const given = (await bodyValue(request, 'roles', schema, [])) as { id?: string; name?: string }[];
    const { token } = callerOf(request);
    if (token.payload.trustId !== undefined || isDelegated(token))
      throw new Forbidden(undefined, 'Cannot authorize a request token with a token issued via delegation.');
    const { requestedProjectId } = await this.tokens.getRequest(id);
    const roleIds = await Promise.all(
      given.map(async (role) => role.id ?? (await this.roles.getUniqueByName(role.name ?? '')).id),
    );
    const held = await this.assignments.rolesOnProject(
      token.payload.userId,
      await this.projects.get(requestedProjectId),
    );
    if (!roleIds.every((roleId) => held.some((role) => role.id === roleId)))
      throw new Unauthorized('authorizing user does not have role required');
    const verifier = await this.tokens.authorizeRequest(id, token.payload.userId, [...new Set(roleIds)]);
    return { token: { oauth_verifier: verifier } };
  }
}
