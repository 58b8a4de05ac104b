// SPDX-License-Identifier: Apache-2.0

/** A request that a token of an application credential may be used for. */
export interface AccessRule {
  readonly id: string;
  readonly service: string;
  readonly path: string;
  readonly method: string;
}

/** A secret of a user's, good for some of the user's roles on one project. */
export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly userId: string;
  readonly projectId: string;
  readonly roleIds: readonly string[];
  /** UTC with microseconds and without a zone: `2026-01-31T12:00:00.123456`. */
  readonly expiresAt: string | null;
  /** Whether it may be used to manage other application credentials and trusts. */
  readonly unrestricted: boolean | null;
  readonly accessRules: readonly AccessRule[];
}
