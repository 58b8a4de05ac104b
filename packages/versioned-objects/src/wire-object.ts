// SPDX-License-Identifier: Apache-2.0

/** Values by upstream's field names; what is undefined was not loaded and does not travel. */
export type ObjectValues = Readonly<Record<string, unknown>>;

/** A versioned object as it stands in a message; the prefix is the project's (`versioned_object`, `nova_object`). */
export type WireObject<Prefix extends string> = Readonly<
  Record<`${Prefix}.${'name' | 'namespace' | 'version'}`, string>
> &
  Readonly<Record<`${Prefix}.data`, ObjectValues>> &
  Readonly<Partial<Record<`${Prefix}.changes`, readonly string[]>>>;

/** Versions by class. */
export type ObjectVersions = Readonly<Record<string, string>>;

/** An object that came in. */
export interface OpenedObject {
  readonly name: string;
  /** As it came. */
  readonly version: string;
  /** Objects in it as their values, times as `Date`. */
  readonly values: Record<string, unknown>;
  /** Names of the fields that the sender set and did not store. */
  readonly changes: readonly string[];
}
