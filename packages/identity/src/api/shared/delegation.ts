// SPDX-License-Identifier: Apache-2.0
import { Forbidden, forbiddenAction } from '../../errors.js';
import { isDelegated, type Token } from '../../tokens/token.js';
import type { IdentityContext } from './identity-context.js';

/** Tokens that act on somebody's behalf may not touch what lasts longer than they do. */

/** Credentials: neither trusts nor delegated methods. Throws `Forbidden`. */
export function assertPrimary({ token }: IdentityContext): void {
  if (token.payload.trustId !== undefined || isDelegated(token))
    throw forbiddenAction('Delegated tokens cannot access credentials directly');
}

/** OAuth: neither trusts nor delegated methods. Throws `Forbidden`. */
export function assertMayManageAccess({ token }: IdentityContext): void {
  if (token.payload.trustId !== undefined || isDelegated(token))
    throw new Forbidden(undefined, 'Cannot manage OAuth access tokens with a token issued via delegation.');
}

/** Application credentials: those themselves may, where they are unrestricted. Throws `Forbidden`. */
export function assertMayManageApplicationCredentials({ token }: IdentityContext): void {
  if (usesApplicationCredential(token)) return;
  if (token.payload.trustId !== undefined || isDelegated(token))
    throw new Forbidden(undefined, 'Cannot manage application credentials with a token issued via delegation.');
}

/** Throws `Forbidden` for a token of a restricted application credential. */
export function assertUnrestricted({ token }: IdentityContext): void {
  if (usesApplicationCredential(token) && token.applicationCredential?.unrestricted !== true)
    throw forbiddenAction(
      "Using method 'application_credential' is not allowed for managing additional application credentials.",
    );
}

/** Trusts: not with a delegated method; a trust's own token may pass it on. Throws `Forbidden`. */
export function assertMayManageTrusts({ token }: IdentityContext): void {
  if (isDelegated(token)) throw forbiddenAction('Delegated tokens cannot manage trusts.');
}

const usesApplicationCredential = ({ payload }: Token): boolean => payload.methods.includes('application_credential');
