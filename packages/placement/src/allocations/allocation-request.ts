// SPDX-License-Identifier: Apache-2.0

/** Amounts by resource class. */
export type Amounts = ReadonlyMap<string, number>;

/** What one consumer is to have in place of what it has. */
export interface AllocationRequest {
  readonly consumer: string;
  /** As Keystone calls it; undefined where an old client did not tell. */
  readonly project: string | undefined;
  readonly user: string | undefined;
  /** Undefined where an old client did not tell: the type stays as it is. */
  readonly type: string | undefined;
  /** The generation that the client saw, null for a consumer that is not there yet; undefined where it is not checked. */
  readonly generation: number | null | undefined;
  /** By provider; empty to take all away. */
  readonly allocations: ReadonlyMap<string, Amounts>;
}
