// SPDX-License-Identifier: Apache-2.0

/** Who uses resources: a server, a migration. */
export interface Consumer {
  readonly id: number;
  readonly uuid: string;
  readonly generation: number;
  /** Ids of rows of `projects`, `users` and `consumer_types`. */
  readonly projectId: number;
  readonly userId: number;
  /** Null where nobody has told. */
  readonly consumerTypeId: number | null;
}

/** A consumer with what clients know its owners by. */
export interface ConsumerDetails {
  readonly uuid: string;
  readonly generation: number;
  readonly project: string;
  readonly user: string;
  readonly type: string;
}

/** The type of a consumer of which nobody has told. */
export const UNKNOWN_TYPE = 'unknown';
