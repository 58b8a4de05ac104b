// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import { Roles } from '../../roles/roles.js';
import { ApplicationCredentialViews } from './application-credential-view.js';
import { Access } from '../shared/access.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageApplicationCredentials, assertUnrestricted } from '../shared/delegation.js';
import { bodyMember } from '../shared/bodies.js';
import { preciseExpiration } from '../../common/timestamps.js';
import { forbiddenAction, ValidationError } from '../../errors.js';
import type { IdentityContext } from '../shared/identity-context.js';
import {
  applicationCredentialSchema as schema,
  type ApplicationCredentialBody,
} from './application-credential-schema.js';

@Controller('v3')
export class CreateApplicationCredential {
  constructor(
    @Inject(ApplicationCredentials) private readonly credentials: ApplicationCredentials,
    @Inject(Roles) private readonly roles: Roles,
    @Inject(ApplicationCredentialViews) private readonly views: ApplicationCredentialViews,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'POST',
    path: '/users/:user_id/application_credentials',
    policy: { rule: 'identity:create_application_credential', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request, @Param('user_id') userId: string): Promise<unknown> {
    await this.access.authorize(request, 'identity:create_application_credential');
    const body = (await bodyMember(request, 'application_credential', schema)) as unknown as ApplicationCredentialBody;
    const caller = callerOf(request);
    assertMayManageApplicationCredentials(caller);
    assertUnrestricted(caller);
    if (caller.userId !== userId) throw forbiddenAction('Cannot create an application credential for another user.');
    const { credential, secret } = await this.credentials.create({
      name: body.name,
      description: body.description ?? null,
      secret: body.secret ?? undefined,
      userId,
      projectId: caller.projectId ?? '',
      roleIds: await this.#roleIds(body, caller),
      expiresAt:
        body.expires_at == null || body.expires_at === '' ? null : preciseExpiration(body.expires_at, Date.now()),
      unrestricted: body.unrestricted ?? null,
      accessRules: body.access_rules ?? [],
    });
    return memberView(request, 'application_credentials', 'application_credential', {
      ...(await this.views.one(credential)),
      secret,
    });
  }

  /** Those that are asked for, as long as the token has them; all of the token's by default. */
  async #roleIds({ roles = [] }: ApplicationCredentialBody, { token }: IdentityContext): Promise<string[]> {
    const held = token.roles.map(({ id }) => id);
    if (roles.length === 0) return held;
    const ids = await Promise.all(
      roles.map(async ({ id, name }) => id ?? (await this.roles.getUniqueByName(name ?? '')).id),
    );
    if (!ids.every((id) => held.includes(id)))
      throw new ValidationError(
        'Invalid application credential: Cannot create an application credential with unassigned role',
      );
    return ids;
  }
}
