// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from './wire-object.js';

/**
 * How a field travels: as it is, as `YYYY-MM-DDTHH:MM:SSZ`, or as an object of the named class or of one that stands for
 * it (a list of them, a dictionary of them).
 */
export type FieldType =
  | 'text'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'time'
  | 'dictionary'
  | 'list'
  | { readonly object: string }
  | { readonly objects: string }
  | { readonly objectsByKey: string };

/**
 * What an older version had instead, given the fields as they are now and the version that is asked for.
 * Throws `ObjectActionError` where it had nothing of the kind.
 */
export type Rewrite = (data: ObjectValues, version: string) => ObjectValues;

/** A class of versioned objects. */
export interface ObjectType {
  /** `major.minor` */
  readonly version: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** The version with which a field came, where the class is older. */
  readonly since?: Readonly<Record<string, string>>;
  /** Versions before the named one want this beside leaving out what is younger; in the order in which it is done. */
  readonly before?: Readonly<Record<string, Rewrite>>;
}

/** A list object of the objects of a class. */
export const list = (element: string, version: string): ObjectType => ({
  version,
  fields: { objects: { objects: element } },
});

/** What every stored object has. */
export const times = { created_at: 'time', updated_at: 'time', deleted_at: 'time' } as const;
