// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { IdentityDatabase } from '../database/identity-database.js';
import type { PasswordHasher } from '../passwords/password-hash.js';
import type { Revocations } from '../revocation/revocations.js';
import type { Changes } from './changes.js';

/** What every part of the domain stands on. */
export interface Environment {
  readonly database: IdentityDatabase;
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly changes: Changes;
  readonly revocations: Revocations;
  readonly hasher: PasswordHasher;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
