// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap, JsonObject } from '../common/fields.js';

export interface User extends Extensible {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly enabled: boolean;
  /** Absent rather than null, as upstream answers it. */
  readonly defaultProjectId?: string | undefined;
  readonly options: Readonly<JsonObject>;
  /** ISO 8601, or null for a password that does not expire. */
  readonly passwordExpiresAt: string | null;
}

/** Attributes of a user in requests and answers. */
export const userFields: FieldMap<User> = {
  id: 'id',
  name: 'name',
  domain_id: 'domainId',
  enabled: 'enabled',
  default_project_id: 'defaultProjectId',
  password_expires_at: 'passwordExpiresAt',
  options: 'options',
};

/** What an administrator may give of a user; a password of null leaves the user without one. */
export interface UserChanges extends Extensible {
  readonly name?: string;
  readonly domainId?: string;
  readonly enabled?: boolean;
  readonly defaultProjectId?: string | null;
  readonly options?: Readonly<JsonObject>;
  readonly password?: string | null;
}

/** What is kept of a user beside what the API shows. */
export interface UserAccount {
  readonly user: User;
  readonly createdAt: Date;
  readonly lastActiveAt: Date | null;
  readonly failedAuthCount: number;
  readonly failedAuthAt: Date | null;
  /** The newest; null for a user without one. */
  readonly password: StoredPassword | null;
}

export interface StoredPassword {
  readonly hash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly selfService: boolean;
}
