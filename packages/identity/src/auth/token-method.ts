// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { expected, forbiddenAction } from '../errors.js';
import { tokenOptions } from '../options.js';
import { isDelegated } from '../tokens/token.js';
import type { Tokens } from '../tokens/tokens.js';
import type { AuthRequest } from './auth-request.js';
import type { Established } from './authentication.js';

/** A token, for one of another scope. Throws `Forbidden` for tokens that may not be exchanged, `NotFound` for one that is not valid. */
export async function tokenMethod(
  { identity, scope }: AuthRequest,
  tokens: Tokens,
  configuration: Configuration,
): Promise<Established> {
  const id = identity.token?.id;
  if (id === undefined) throw expected('id', 'token');
  const token = await tokens.validate(id);
  const { payload } = token;
  const wanted = typeof scope === 'object' ? scope : {};
  if (payload.accessTokenId !== undefined)
    throw forbiddenAction('Using OAuth-scoped token to create another token. Create a new OAuth-scoped token instead');
  if (payload.trustId !== undefined)
    throw forbiddenAction('Using trust-scoped token to create another token. Create a new trust-scoped token instead');
  if (token.system && ('project' in wanted || 'domain' in wanted))
    throw forbiddenAction(
      'Using a system-scoped token to create a project-scoped or domain-scoped token is not allowed.',
    );
  if (isDelegated(token)) throw forbiddenAction('Using a delegated token to create another token is not allowed.');
  const scoped = payload.scope.kind === 'project' || payload.scope.kind === 'domain';
  if (scoped && !configuration.get(tokenOptions).allow_rescope_scoped_token)
    throw forbiddenAction('rescope a scoped token');
  return {
    userId: payload.userId,
    methods: ['token', ...payload.methods],
    expiresAt: payload.expiresAt,
    parentAuditId: payload.auditIds.at(-1) ?? payload.auditIds[0],
  };
}
