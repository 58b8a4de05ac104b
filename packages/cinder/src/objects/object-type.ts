// SPDX-License-Identifier: Apache-2.0

/** How a field travels: as it is, as `YYYY-MM-DDTHH:MM:SSZ`, or as an object (or a list of objects) of the named class. */
export type FieldType =
  | 'text'
  | 'integer'
  | 'boolean'
  | 'time'
  | 'dictionary'
  | 'list'
  | { readonly object: string }
  | { readonly objects: string };

export interface ObjectType {
  readonly version: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

/** A list object of the objects of a class. */
export const list = (element: string, version: string): ObjectType => ({
  version,
  fields: { objects: { objects: element } },
});

/** What every stored object has. */
export const times = { created_at: 'time', updated_at: 'time', deleted_at: 'time' } as const;
