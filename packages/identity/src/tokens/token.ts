// SPDX-License-Identifier: Apache-2.0
import type { ApplicationCredential } from '../application-credentials/application-credential.js';
import type { Domain } from '../domains/domains.js';
import type { Project } from '../projects/project.js';
import type { Trust } from '../trusts/trust.js';
import type { User } from '../users/user.js';
import type { TokenPayload } from './token-payload.js';

export interface RoleReference {
  readonly id: string;
  readonly name: string;
}

/** A token with all that it stands for now. */
export interface Token {
  readonly id: string;
  readonly payload: TokenPayload;
  /** Whom it was issued to: the trustee, for a token of a trust. */
  readonly user: User;
  readonly userDomain: Domain;
  readonly project?: Project;
  /** The project's; null for a domain that acts as a project. */
  readonly projectDomain?: Domain | null;
  readonly domain?: Domain;
  readonly system: boolean;
  readonly roles: readonly RoleReference[];
  readonly trust?: { readonly trust: Trust; readonly trustor: User; readonly trustorDomain: Domain };
  readonly applicationCredential?: ApplicationCredential;
  readonly accessToken?: { readonly id: string; readonly consumerId: string };
}

/** Methods by which users prove themselves; every other one acts on somebody's behalf. */
const PRIMARY_METHODS: readonly string[] = ['external', 'password', 'token'];

/** Whether a token came of a delegated credential, which may not be used to make lasting ones. */
export function isDelegated({ payload: { methods } }: Token): boolean {
  return methods.length === 0 || !methods.every((method) => PRIMARY_METHODS.includes(method));
}
