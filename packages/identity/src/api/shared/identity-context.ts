// SPDX-License-Identifier: Apache-2.0
import type { ValidatedToken } from '@stackport/keystone';
import { RequestContext } from '@stackport/context';
import { requestContext } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Unauthorized } from '../../errors.js';
import type { Token } from '../../tokens/token.js';

/** Who calls this service: the context of the token, the token itself, and what Keystone's rules see of it beside. */
export class IdentityContext extends RequestContext {
  readonly token: Token;
  readonly #view: ValidatedToken;

  constructor(
    token: Token,
    view: ValidatedToken,
    ids: { requestId?: string | undefined; globalRequestId?: string | undefined; authToken: string },
  ) {
    super({
      ...ids,
      userId: view.user.id,
      userName: view.user.name,
      userDomainId: view.user.domain.id,
      userDomainName: view.user.domain.name,
      projectId: view.project?.id,
      projectName: view.project?.name,
      projectDomainId: view.project?.domain.id ?? undefined,
      projectDomainName: view.project?.domain.name ?? undefined,
      domainId: view.domain?.id,
      domainName: view.domain?.name,
      systemScope: view.system?.all === true ? 'all' : undefined,
      roles: token.roles.map(({ name }) => name),
      isAdminProject: token.domain === undefined && view.is_admin_project !== false,
    });
    this.token = token;
    this.#view = view;
  }

  /** With the token as it is answered: rules look into it (`token.project.domain.id`). */
  override toPolicyValues(): Record<string, unknown> {
    return { ...super.toPolicyValues(), token: this.#view };
  }
}

/** The caller's context. Throws `Unauthorized` for a request without a valid token. */
export function callerOf(request: Request): IdentityContext {
  const context = requestContext(request);
  if (!(context instanceof IdentityContext)) throw new Unauthorized('auth_context did not decode anything useful');
  return context;
}
