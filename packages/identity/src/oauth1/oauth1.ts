// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

/** A program that may ask users for access: OAuth 1.0a's consumer. */
export interface Consumer extends Extensible {
  readonly id: string;
  readonly description: string | null;
}

export const consumerFields: FieldMap<Consumer> = { id: 'id', description: 'description' };

/** Asks a user for access; authorised once it has a verifier. */
export interface RequestToken {
  readonly id: string;
  readonly secret: string;
  readonly verifier: string | null;
  readonly authorizingUserId: string | null;
  readonly requestedProjectId: string;
  readonly roleIds: readonly string[];
  readonly consumerId: string;
  readonly expiresAt: Date | null;
}

/** The access that a user gave. */
export interface AccessToken {
  readonly id: string;
  readonly secret: string;
  readonly authorizingUserId: string;
  readonly projectId: string;
  readonly roleIds: readonly string[];
  readonly consumerId: string;
  readonly expiresAt: Date | null;
}
