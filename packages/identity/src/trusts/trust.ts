// SPDX-License-Identifier: Apache-2.0

/** A user (trustor) lets another (trustee) act with some of the trustor's roles on a project. */
export interface Trust {
  readonly id: string;
  readonly trustorUserId: string;
  readonly trusteeUserId: string;
  readonly projectId: string | null;
  readonly impersonation: boolean;
  readonly expiresAt: Date | null;
  /** null: no bound. */
  readonly remainingUses: number | null;
  readonly redelegatedTrustId: string | null;
  readonly redelegationCount: number | null;
  readonly deletedAt: Date | null;
  readonly roleIds: readonly string[];
}
